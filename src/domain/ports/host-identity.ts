import type { HostFacts } from '../model/host.js';
import type { Answer } from './runtime.js';

/**
 * What this host is. Facts that can't be learned are left out; `permission-denied`, with a remedy, when the node's id
 * can't be read or kept.
 */
export interface HostIdentity {
  facts(): Answer<HostFacts>;
}
