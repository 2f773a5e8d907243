import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { JoinedNetwork } from '../../../domain/model/group-network.js';
import type { Instance } from '../../../domain/model/instance.js';
import type { Namespaces } from '../../../domain/ports/namespaces.js';

/** Looks where tasks that were started really are: a runtime that leaves a namespace out says nothing of it. */
export class Placement {
  readonly #namespaces: Namespaces;

  constructor(namespaces: Namespaces) {
    this.#namespaces = namespaces;
  }

  /** Why an instance that was to join a network may not stay; undefined: it may. Of one that has ended nothing is told. */
  async fault({ state }: Instance, joined: JoinedNetwork | undefined): Promise<RuntimeFault | undefined> {
    if (joined === undefined || state.phase !== 'running') return undefined;
    const seen = await this.#namespaces.networkOf(state.pid);
    if (!seen.ok) return seen.error.kind === 'not-found' ? undefined : seen.error;
    if (seen.value === joined.namespace) return undefined;
    return fault(
      'unsupported',
      `it is in network namespace ${seen.value}, not in that of its group, ${joined.namespace}`,
    );
  }
}
