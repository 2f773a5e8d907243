import { taskDefaults } from '../../../src/domain/drivers/capabilities.js';
import type {
  DockerPolicy,
  ExecPolicy,
  JavaPolicy,
  RawExecPolicy,
} from '../../../src/domain/model/driver-policy.js';

/** As strict as Nomad is when nobody configures it. */
export const aDockerPolicy = (over: Partial<DockerPolicy> = {}): DockerPolicy => ({
  enabled: true,
  volumesEnabled: false,
  allowPrivileged: false,
  allowCaps: taskDefaults,
  allowRuntimes: ['runc', 'nvidia'],
  allowedModes: { pid: [], ipc: [], userns: [], uts: [] },
  pidsLimit: undefined,
  pullStallMs: 120_000,
  ...over,
});

export const anExecPolicy = (over: Partial<ExecPolicy> = {}): ExecPolicy => ({
  enabled: true,
  allowCaps: taskDefaults,
  defaultPidMode: 'private',
  defaultIpcMode: 'private',
  defaultUser: 'nobody',
  deniedUsers: ['root'],
  pidsLimit: undefined,
  ...over,
});

export const aJavaPolicy = (over: Partial<JavaPolicy> = {}): JavaPolicy => ({
  ...anExecPolicy(),
  path: undefined,
  ...over,
});

export const aRawExecPolicy = (over: Partial<RawExecPolicy> = {}): RawExecPolicy => ({
  enabled: true,
  deniedEnvironment: [],
  ...over,
});
