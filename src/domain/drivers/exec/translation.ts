import type { ExecPolicy } from '../../model/driver-policy.js';
import type { Mount } from '../../model/mount.js';
import type { ProcessSpec } from '../../model/process-spec.js';
import type { TaskRequest } from '../../model/task-request.js';
import { readShape } from '../../shape/shape.js';
import { err, ok } from '../../shared/result.js';
import { calculateCapabilities } from '../capabilities.js';
import { given } from '../command.js';
import { disabledProblems } from '../disabled.js';
import { instanceName } from '../instance-name.js';
import { directoryMounts, targetProblems, tmpMount } from '../task-mounts.js';
import { identified, type Translation } from '../translation.js';
import { type ExecConfig, execConfig } from './config.js';
import { userProblems } from './user.js';

/** Isolated processes over the host's own file system, read-only. */
export function execTranslation(policy: ExecPolicy): Translation<ProcessSpec> {
  const shape = execConfig(policy);
  return {
    driver: 'exec',
    capabilities: { directories: 'in-task', hostEnvironment: true, mounts: true },
    validate: (config) => [
      ...disabledProblems('exec', policy.enabled),
      ...readShape(shape, config, 'config', 'accept').problems,
    ],
    translate: (request, hash) => {
      const config = readShape(shape, request.config, 'config');
      const user = given(request.task.user) ?? policy.defaultUser;
      const mounts = mountsOf(request);
      const problems = [
        ...disabledProblems('exec', policy.enabled),
        ...config.problems,
        ...userProblems(user, policy.deniedUsers),
        ...targetProblems(mounts),
      ];
      if (config.value === undefined || problems.length > 0) return err(problems);
      const content = { ...contentOf(config.value, request, policy), user, mounts };
      return ok({ spec: identified<ProcessSpec>(content, request.identity, hash), image: undefined });
    },
  };
}

const contentOf = (
  config: ExecConfig,
  { identity, task, environment, limits }: TaskRequest,
  policy: ExecPolicy,
): Omit<ProcessSpec, 'identity' | 'user' | 'mounts'> => ({
  name: instanceName(identity),
  command: [config.command, ...config.args],
  environment,
  workDir: given(config.work_dir) ?? '/',
  isolation: {
    kind: 'isolated',
    pid: config.pid_mode,
    ipc: config.ipc_mode,
    capabilities: capabilitiesOf(config, policy),
  },
  devices: [],
  limits: { ...limits, pids: policy.pidsLimit },
  rlimits: task.rlimits,
  oomScoreAdj: undefined,
});

const capabilitiesOf = ({ cap_add, cap_drop }: ExecConfig, policy: ExecPolicy): readonly string[] =>
  calculateCapabilities(policy.allowCaps, { add: cap_add, drop: cap_drop }).map(
    (name) => `CAP_${name.toUpperCase()}`,
  );

const mountsOf = ({ directories, volumeMounts }: TaskRequest): readonly Mount[] => [
  ...directoryMounts(directories),
  tmpMount(directories),
  ...volumeMounts,
];
