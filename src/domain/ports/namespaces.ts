import type { NamespaceId } from '../model/group-network.js';
import type { Answer } from './runtime.js';

/** The network namespaces of processes. */
export interface Namespaces {
  /** That of one process; `not-found` when there is no such process, or it has ended. */
  networkOf(pid: number): Answer<NamespaceId>;
}
