import type { ExecPolicy } from '../../domain/model/driver-policy.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import type { Problem } from '../../domain/shape/problem.js';
import type { Account } from './account.js';
import { hostVolumesOf, readHostVolumes } from './host-volumes.js';
import { stack } from './layers.js';
import type { SettingsFile } from './settings-file.js';
import { type Flag, fromEnvironment, fromFile, fromFlags } from './settings-source.js';
import type { SettingValues } from './settings-table.js';
import type { Settings } from './settings.js';

export interface SettingsInputs {
  readonly account: Account;
  readonly file: SettingsFile | undefined;
  /** In the order in which they were given; later ones win. */
  readonly flags: readonly Flag[];
  /** Each `NAME=PATH` or `NAME=PATH:ro`. */
  readonly hostVolumes: readonly string[];
}

/** Defaults, then the file, then the environment, then flags. Or everything that is wrong with all of them. */
export function loadSettings(inputs: SettingsInputs): Result<Settings, readonly Problem[]> {
  const { account, file } = inputs;
  const sources = [
    ...(file === undefined ? [] : [fromFile(file.path, file.content)]),
    fromEnvironment(account.environment),
    fromFlags(inputs.flags),
  ];
  const inFile = file === undefined ? ok({}) : readHostVolumes(file.path, file.content);
  const inFlags = hostVolumesOf(inputs.hostVolumes);
  const problems = [
    ...sources.flatMap((source) => source.problems),
    ...(inFile.ok ? [] : inFile.error),
    ...(inFlags.ok ? [] : inFlags.error),
  ];
  if (!inFile.ok || !inFlags.ok || problems.length > 0) return err(problems);
  return ok(settingsOf(stack(account, sources), { ...inFile.value, ...inFlags.value }));
}

const settingsOf = (values: SettingValues, hostVolumes: Settings['hostVolumes']): Settings => ({
  stateDirectory: values.state_dir,
  runDirectory: values.run_dir,
  log: { level: values['log.level'] },
  api: {
    socket: values['api.socket'] === '' ? `${values.run_dir}/agent.sock` : values['api.socket'],
    group: values['api.group'] === '' ? undefined : values['api.group'],
  },
  hostVolumes,
  bidirectional: values['volumes.bidirectional'],
  leakedMounts: values['volumes.leaked_mounts'],
  environmentDenylist: values.environment_denylist,
  danglingContainers: {
    enabled: values['gc.dangling_containers.enabled'],
    periodMs: values['gc.dangling_containers.period'],
    graceMs: values['gc.dangling_containers.creation_grace'],
    dryRun: values['gc.dangling_containers.dry_run'],
  },
  docker: dockerOf(values),
  exec: execOf(values),
  rawExec: { enabled: values['raw_exec.enabled'], deniedEnvironment: values['raw_exec.denied_envvars'] },
  java: { ...isolationOf(values, 'java'), path: pathOf(values['java.path']) },
  network: {
    cniPaths: values['network.cni_path'],
    cniConfigDirectory: values['network.cni_config_dir'],
    bridgeName: values['network.bridge_name'],
    bridgeSubnet: values['network.bridge_subnet'],
  },
});

const dockerOf = (values: SettingValues): Settings['docker'] => ({
  enabled: values['docker.enabled'],
  endpoint: values['docker.endpoint'],
  volumesEnabled: values['docker.volumes.enabled'],
  allowPrivileged: values['docker.allow_privileged'],
  allowCaps: values['docker.allow_caps'],
  allowRuntimes: values['docker.allow_runtimes'],
  allowedModes: {
    pid: values['docker.allowed_modes.pid'],
    ipc: values['docker.allowed_modes.ipc'],
    userns: values['docker.allowed_modes.userns'],
    uts: values['docker.allowed_modes.uts'],
  },
  pidsLimit: limitOf(values['docker.pids_limit']),
  pullStallMs: values['docker.pull_activity_timeout'],
});

const execOf = (values: SettingValues): Settings['exec'] => ({
  ...isolationOf(values, 'exec'),
  runtime: values['exec.runtime'],
  runtimePath: pathOf(values['exec.runtime_path']),
  conmonPath: pathOf(values['exec.conmon_path']),
  rootDirectories: values['exec.root_dirs'],
});

const isolationOf = (values: SettingValues, driver: 'exec' | 'java'): ExecPolicy => ({
  enabled: values[`${driver}.enabled`],
  allowCaps: values[`${driver}.allow_caps`],
  defaultPidMode: values[`${driver}.default_pid_mode`],
  defaultIpcMode: values[`${driver}.default_ipc_mode`],
  defaultUser: values[`${driver}.default_user`],
  deniedUsers: values[`${driver}.denied_users`],
  pidsLimit: limitOf(values[`${driver}.pids_limit`]),
});

const limitOf = (count: number): number | undefined => (count === 0 ? undefined : count);

const pathOf = (path: string): string | undefined => (path === '' ? undefined : path);
