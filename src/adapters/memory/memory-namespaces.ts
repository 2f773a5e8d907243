import { fault } from '../../domain/faults/runtime-fault.js';
import type { NamespaceId } from '../../domain/model/group-network.js';
import type { Namespaces } from '../../domain/ports/namespaces.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import type { MemoryHost } from './memory-host.js';

/** The namespaces of what runs on a host in memory. */
export class MemoryNamespaces implements Namespaces {
  readonly #host: MemoryHost;

  constructor(host: MemoryHost) {
    this.#host = host;
  }

  networkOf(pid: number): Answer<NamespaceId> {
    const namespace = this.#host.namespaceOf(pid);
    return Promise.resolve(
      namespace === undefined
        ? err(fault('not-found', `there is no process ${pid.toString()}`))
        : ok(namespace),
    );
  }
}
