import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import { anIdentity } from './an-identity.js';
import { someLimits } from './some-limits.js';

export function aProcessSpec(over: Partial<ProcessSpec> = {}): ProcessSpec {
  const identity = over.identity ?? anIdentity();
  return {
    identity,
    name: `${identity.task}-${identity.attempt}`,
    command: ['/bin/sh', '-c', 'exit 0'],
    environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    user: 'nobody',
    workDir: '/',
    isolation: { kind: 'isolated', pid: 'private', ipc: 'private', capabilities: [] },
    network: undefined,
    hostname: undefined,
    mounts: [],
    devices: [],
    limits: someLimits(),
    rlimits: [],
    oomScoreAdj: undefined,
    ...over,
  };
}
