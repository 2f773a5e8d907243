import type { HostFacts } from '../model/host.js';

/** What this host is. Learned once per call; never fails: what can't be learned is left out. */
export interface HostIdentity {
  facts(): Promise<HostFacts>;
}
