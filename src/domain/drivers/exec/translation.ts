import type { ExecPolicy } from '../../model/driver-policy.js';
import { inTask } from '../../model/directories.js';
import type { Mount } from '../../model/mount.js';
import type { ProcessSpec } from '../../model/process-spec.js';
import type { TaskRequest } from '../../model/task-request.js';
import { readShape, type Shape } from '../../shape/shape.js';
import type { JsonObject } from '../../shared/json.js';
import { err, ok } from '../../shared/result.js';
import { calculateCapabilities } from '../capabilities.js';
import { given } from '../command.js';
import { disabledProblems } from '../disabled.js';
import { instanceName } from '../instance-name.js';
import {
  directoryMounts,
  directoryTargets,
  nameFileMounts,
  targetProblems,
  tmpMount,
} from '../task-mounts.js';
import { identified, type Translation } from '../translation.js';
import { execConfig, type IsolationConfig } from './config.js';
import { userProblems } from './user.js';

/** Isolated processes over the host's own file system, read-only. */
export const execTranslation = (policy: ExecPolicy): Translation<ProcessSpec> =>
  isolatedTranslation({
    driver: 'exec',
    policy,
    shape: execConfig(policy),
    commandOf: ({ command, args }) => [command, ...args],
  });

/** What drivers of isolated processes differ in. */
export interface IsolatedDriver<Config extends IsolationConfig> {
  readonly driver: string;
  readonly policy: ExecPolicy;
  readonly shape: Shape<Config>;
  readonly commandOf: (config: Config) => ProcessSpec['command'];
}

/** All but the command is the same whatever the driver: isolation, mounts, limits, and who the task is. */
export function isolatedTranslation<Config extends IsolationConfig>({
  driver,
  policy,
  shape,
  commandOf,
}: IsolatedDriver<Config>): Translation<ProcessSpec> {
  return {
    driver,
    capabilities: { directories: 'in-task', hostEnvironment: true, mounts: true, network: 'by-namespace' },
    validate: (config) => [
      ...disabledProblems(driver, policy.enabled),
      ...readShape(shape, config, 'config', 'accept').problems,
    ],
    mounting: (config) => ({
      standard: [...directoryTargets, inTask.tmp],
      own: [],
      mayMount: mayMount(config, shape, policy),
    }),
    translate: (request, hash) => {
      const config = readShape(shape, request.config, 'config');
      const user = given(request.task.user) ?? policy.defaultUser;
      const mounts = mountsOf(request);
      const problems = [
        ...disabledProblems(driver, policy.enabled),
        ...config.problems,
        ...userProblems(driver, user, policy.deniedUsers),
        ...targetProblems(mounts),
      ];
      if (config.value === undefined || problems.length > 0) return err(problems);
      const command = commandOf(config.value);
      const content = { ...contentOf(config.value, request, policy), command, user, mounts };
      return ok({ spec: identified<ProcessSpec>(content, request.identity, hash), image: undefined });
    },
  };
}

const contentOf = (
  config: IsolationConfig,
  { identity, allocation, task, environment, limits, network }: TaskRequest,
  policy: ExecPolicy,
): Omit<ProcessSpec, 'identity' | 'command' | 'user' | 'mounts'> => ({
  name: instanceName(identity),
  environment,
  workDir: given(config.work_dir) ?? '/',
  isolation: {
    kind: 'isolated',
    pid: config.pid_mode,
    ipc: config.ipc_mode,
    capabilities: capabilitiesOf(config, policy),
  },
  network: network === undefined ? undefined : { path: network.namespacePath },
  hostname: network === undefined ? undefined : allocation.group.network.hostname,
  devices: [],
  limits: { ...limits, pids: policy.pidsLimit },
  rlimits: task.rlimits,
  oomScoreAdj: undefined,
});

const capabilitiesOf = ({ cap_add, cap_drop }: IsolationConfig, policy: ExecPolicy): readonly string[] =>
  calculateCapabilities(policy.allowCaps, { add: cap_add, drop: cap_drop }).map(
    (name) => `CAP_${name.toUpperCase()}`,
  );

/** A config that can't be read yet, or at all, tells nothing against it. */
function mayMount(config: JsonObject, shape: Shape<IsolationConfig>, policy: ExecPolicy): boolean {
  const { value } = readShape(shape, config, 'config', 'accept');
  return value === undefined || capabilitiesOf(value, policy).includes('CAP_SYS_ADMIN');
}

const mountsOf = ({ directories, volumeMounts, nameFiles }: TaskRequest): readonly Mount[] => [
  ...directoryMounts(directories),
  tmpMount(directories),
  ...nameFileMounts(nameFiles, volumeMounts),
  ...volumeMounts,
];
