import type { DockerPolicy, ExecPolicy } from '../../../src/domain/model/driver-policy.js';

export const aDockerPolicy = (over: Partial<DockerPolicy> = {}): DockerPolicy => ({
  enabled: true,
  volumesEnabled: false,
  allowPrivileged: false,
  allowCaps: ['chown', 'kill'],
  allowRuntimes: ['runc'],
  allowedModes: { pid: [], ipc: [], userns: [], uts: [] },
  pidsLimit: undefined,
  pullStallMs: 120_000,
  ...over,
});

export const anExecPolicy = (over: Partial<ExecPolicy> = {}): ExecPolicy => ({
  enabled: true,
  allowCaps: ['chown', 'kill'],
  defaultPidMode: 'private',
  defaultIpcMode: 'private',
  defaultUser: 'nobody',
  deniedUsers: ['root'],
  pidsLimit: undefined,
  ...over,
});
