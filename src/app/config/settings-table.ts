import { taskDefaults } from '../../domain/drivers/capabilities.js';
import { type Account, defaultEndpoint, defaultRunDirectory, defaultStateDirectory } from './account.js';
import {
  bridgeName,
  capability,
  choice,
  count,
  duration,
  groupOrNone,
  type Kind,
  listOf,
  path,
  pathOrNone,
  subnet,
  toggle,
  url,
  userName,
  word,
} from './kinds.js';

/** One key that can be set. */
export interface Setting<T> {
  readonly kind: Kind<T>;
  /** As it would be spelt in the environment. */
  readonly fallback: string | ((account: Account) => string);
  /** What `fallback` gives, in words, when it depends on the account. */
  readonly fallbackWords?: string;
  /** A flag of its own with the name of its value; `--set KEY=VALUE` sets any key. */
  readonly flag?: string;
  readonly meaning: string;
}

const setting = <T>(
  kind: Kind<T>,
  fallback: Setting<T>['fallback'],
  rest: Omit<Setting<T>, 'kind' | 'fallback'>,
): Setting<T> => ({ kind, fallback, ...rest });

const credentials = [
  ...['CONSUL_TOKEN', 'CONSUL_HTTP_TOKEN', 'CONSUL_HTTP_TOKEN_FILE', 'NOMAD_TOKEN', 'VAULT_TOKEN'],
  ...['CONSUL', 'NOMAD', 'VAULT'].flatMap((name) => [`${name}_LICENSE`, `${name}_LICENSE_PATH`]),
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_METADATA_URL'],
  ...['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_OAUTH_ACCESS_TOKEN'],
].join(',');

const hostModes = (what: string): Setting<readonly string[]> =>
  setting(listOf(word), '', {
    meaning: `Globs of the ${what} modes, such as \`host\`, that tasks may ask for.`,
  });

const mode = (what: string): Setting<'private' | 'host'> =>
  setting(choice('private', 'host'), 'private', {
    meaning: `The ${what} namespace of tasks that don't say.`,
  });

const caps = setting(listOf(capability), taskDefaults.join(','), {
  meaning: 'Capabilities that tasks may have; `all` for every one.',
});

const someUser = setting(userName, 'nobody', { meaning: "The user of tasks that don't name one." });

const noUsers = setting(listOf(userName), 'root', { meaning: 'Users that no task may run as.' });

const pids = setting(count, '0', { meaning: 'Processes and threads per task; 0: no ceiling.' });

/**
 * Every key, in the order in which the documentation lists them. Keys and defaults are those of a Nomad client and of
 * its drivers wherever they have the same thing.
 */
export const settingsTable = {
  state_dir: setting(path, defaultStateDirectory, {
    fallbackWords: '`/var/lib/wharfinger`; without root `$XDG_STATE_HOME/wharfinger`',
    flag: '--state-dir <dir>',
    meaning:
      'Directory of what must survive a restart: the identity of this node, handles, the directories of allocations, and what processes print until it is read.',
  }),
  run_dir: setting(path, defaultRunDirectory, {
    fallbackWords: '`/run/wharf`; without root `$XDG_RUNTIME_DIR/wharf`, or `run` in the state directory',
    flag: '--run-dir <dir>',
    meaning: 'Directory of what must not survive a boot: bundles, sockets, pid files.',
  }),
  'log.level': setting(choice('trace', 'debug', 'info', 'warn', 'error', 'silent'), 'warn', {
    flag: '--log-level <level>',
    meaning: "How much of wharf's own diagnostics goes to standard error, as JSON lines.",
  }),
  'api.socket': setting(pathOrNone, '', {
    fallbackWords: '`agent.sock` in `run_dir`',
    flag: '--socket <path>',
    meaning: 'The unix socket at which an agent listens, and at which its commands look for it.',
  }),
  'api.group': setting(groupOrNone, '', {
    meaning: 'Group whose members may use the socket too; empty: its owner alone may.',
  }),
  environment_denylist: setting(listOf(word), credentials, {
    meaning:
      "Names of wharf's own environment that no task inherits. Those that begin with `WHARF_` are never inherited.",
  }),
  'volumes.bidirectional': setting(listOf(word), '*', {
    meaning:
      'Globs of the `host_volumes` that tasks may mount bidirectionally, and of paths for what a docker task binds itself; empty: none.',
  }),
  'volumes.leaked_mounts': setting(choice('unmount', 'report'), 'unmount', {
    meaning: 'What is done about mounts that a task leaves in a volume which is mounted bidirectionally.',
  }),
  'gc.dangling_containers.enabled': setting(toggle, 'true', {
    meaning: 'Whether an agent takes off the host what is its own and belongs to nothing that is kept.',
  }),
  'gc.dangling_containers.period': setting(duration(1000), '5m', {
    meaning: 'From one look at what is on the host to the next.',
  }),
  'gc.dangling_containers.creation_grace': setting(duration(60_000), '5m', {
    meaning: 'How long something is left alone from its creation on, whatever it is.',
  }),
  'gc.dangling_containers.dry_run': setting(toggle, 'false', {
    meaning: 'Whether it only tells what it would remove.',
  }),
  'docker.enabled': setting(toggle, 'true', { meaning: 'Whether tasks may use the `docker` driver.' }),
  'docker.endpoint': setting(url, defaultEndpoint, {
    fallbackWords: '`$DOCKER_HOST`, or `unix:///var/run/docker.sock`',
    flag: '--docker-endpoint <url>',
    meaning: 'Where the Docker Engine listens.',
  }),
  'docker.volumes.enabled': setting(toggle, 'false', {
    meaning: "Whether bind mounts may lie outside of the allocation's directory, and volumes be named.",
  }),
  'docker.allow_privileged': setting(toggle, 'false', { meaning: 'Whether tasks may be privileged.' }),
  'docker.allow_caps': setting(listOf(capability), taskDefaults.join(','), {
    meaning: 'Capabilities that tasks may have; `all` for every one.',
  }),
  'docker.allow_runtimes': setting(listOf(word), 'runc,nvidia', {
    meaning: "The engine's runtimes that tasks may choose.",
  }),
  'docker.allowed_modes.pid': hostModes('pid'),
  'docker.allowed_modes.ipc': hostModes('ipc'),
  'docker.allowed_modes.userns': hostModes('user namespace'),
  'docker.allowed_modes.uts': hostModes('uts'),
  'docker.pids_limit': setting(count, '0', {
    meaning: 'Processes and threads per task, as a ceiling and a default; 0: none.',
  }),
  'docker.pull_activity_timeout': setting(duration(1000), '2m', {
    meaning: 'How long a pull may make no progress before it is given up.',
  }),
  'exec.enabled': setting(toggle, 'true', { meaning: 'Whether tasks may use the `exec` driver.' }),
  'exec.runtime': setting(choice('auto', 'runc', 'crun'), 'auto', {
    flag: '--oci-runtime <name>',
    meaning: 'The OCI runtime; `auto` takes the first of crun and runc that runs a container here.',
  }),
  'exec.runtime_path': setting(pathOrNone, '', { meaning: 'Its program; empty: it is looked up in PATH.' }),
  'exec.conmon_path': setting(pathOrNone, '', {
    meaning: 'The program of conmon; empty: it is looked up in PATH.',
  }),
  'exec.root_dirs': setting(
    listOf(path),
    '/bin,/etc,/lib,/lib32,/lib64,/run/resolvconf,/run/systemd/resolve,/sbin,/usr',
    {
      meaning:
        "Directories of the host that isolated tasks see, read-only. Those that don't exist are left out.",
    },
  ),
  'exec.allow_caps': caps,
  'exec.default_pid_mode': mode('pid'),
  'exec.default_ipc_mode': mode('ipc'),
  'exec.default_user': someUser,
  'exec.denied_users': noUsers,
  'exec.pids_limit': pids,
  'raw_exec.enabled': setting(toggle, 'false', {
    meaning: 'Whether tasks may use the `raw_exec` driver, which isolates nothing.',
  }),
  'raw_exec.denied_envvars': setting(listOf(word), '', {
    meaning: "Globs of names that tasks don't inherit from wharf's environment.",
  }),
  'java.enabled': setting(toggle, 'true', { meaning: 'Whether tasks may use the `java` driver.' }),
  'java.path': setting(pathOrNone, '', {
    meaning: 'The program, as tasks see it; empty: `java` is looked up in the PATH of tasks.',
  }),
  'java.allow_caps': caps,
  'java.default_pid_mode': mode('pid'),
  'java.default_ipc_mode': mode('ipc'),
  'java.default_user': someUser,
  'java.denied_users': noUsers,
  'java.pids_limit': pids,
  'network.cni_path': setting(listOf(path), '/usr/lib/cni,/opt/cni/bin', {
    meaning: 'Directories in which the CNI plugins of group networks are looked for, in this order.',
  }),
  'network.cni_config_dir': setting(path, '/opt/cni/config', {
    meaning: 'Directory of the CNI networks that groups may have as `cni/NAME`.',
  }),
  'network.bridge_name': setting(bridgeName, 'wharf', {
    meaning: 'The bridge of groups with mode `bridge`.',
  }),
  'network.bridge_subnet': setting(subnet, '172.26.64.0/20', {
    meaning: 'The addresses of these groups; the first is the one of the bridge.',
  }),
} as const;

export type SettingKey = keyof typeof settingsTable;

export type SettingValues = {
  readonly [K in SettingKey]: (typeof settingsTable)[K] extends Setting<infer T> ? T : never;
};

export const settingKeys = Object.keys(settingsTable) as readonly SettingKey[];

export const settingOf = (key: SettingKey): Setting<unknown> => settingsTable[key];

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(settingsTable, key);

/** `docker.pids_limit` is `WHARF_DOCKER_PIDS_LIMIT`. */
export const variableOf = (key: string): string => `WHARF_${key.toUpperCase().replaceAll('.', '_')}`;
