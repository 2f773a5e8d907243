import type { HostFacts } from '../../domain/model/host.js';
import type { OwnerId } from '../../domain/model/ids.js';
import type { HostIdentity } from '../../domain/ports/host-identity.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { ok } from '../../domain/shared/result.js';

const someHost: HostFacts = {
  nodeId: '00000000-0000-4000-8000-000000000000' as OwnerId,
  hostname: 'memory',
  bootId: '00000000-0000-4000-8000-000000000001',
  cores: 4,
  cpuMhz: 8000,
  memoryBytes: 8 * 1024 ** 3,
  attributes: {
    'kernel.name': 'linux',
    'kernel.version': '6.1.0',
    'kernel.arch': 'x86_64',
    'os.name': 'debian',
    'os.version': '12',
    'cpu.arch': 'amd64',
    'cpu.numcores': '4',
    'cpu.frequency': '2000',
    'cpu.totalcompute': '8000',
    'memory.totalbytes': (8 * 1024 ** 3).toString(),
    'unique.hostname': 'memory',
  },
  environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
};

/** A host of four cores and 8 GiB, but for what is said otherwise. */
export class MemoryHostIdentity implements HostIdentity {
  readonly #facts: HostFacts;

  constructor(over: Partial<HostFacts> = {}) {
    this.#facts = { ...someHost, ...over };
  }

  facts(): Answer<HostFacts> {
    return Promise.resolve(ok(this.#facts));
  }
}
