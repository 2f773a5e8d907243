import { withoutNames } from '../../environment/without-names.js';
import type { RawExecPolicy } from '../../model/driver-policy.js';
import type { ProcessSpec } from '../../model/process-spec.js';
import type { TaskRequest } from '../../model/task-request.js';
import { list } from '../../shape/collections.js';
import { object, optional, required, withDefault, type ObjectOf } from '../../shape/object.js';
import { type Problem, problem } from '../../shape/problem.js';
import { emptyOr, refused } from '../../shape/refine.js';
import { integer, string } from '../../shape/scalars.js';
import { readShape } from '../../shape/shape.js';
import { err, ok } from '../../shared/result.js';
import { absolutePath, given, program } from '../command.js';
import { disabledProblems } from '../disabled.js';
import { instanceName } from '../instance-name.js';
import { identified, type Translation } from '../translation.js';

const ownCgroup = {
  message: 'is not possible: the task is stopped and measured by the cgroup that wharf makes for it',
};

const fields = {
  command: required(program()),
  args: withDefault(list(string()), []),
  work_dir: optional(emptyOr(absolutePath())),
  oom_score_adj: optional(integer({ min: 0, max: 1000 })),
  denied_envvars: withDefault(list(string()), []),
  cgroup_v1_override: optional(refused(ownCgroup)),
  cgroup_v2_override: optional(refused(ownCgroup)),
};

const shape = object(fields);

/** Supervised and limited processes that see the host as it is. */
export const rawExecTranslation = (policy: RawExecPolicy): Translation<ProcessSpec> => ({
  driver: 'raw_exec',
  capabilities: { directories: 'on-host', hostEnvironment: true, mounts: false, network: 'by-namespace' },
  validate: (config) => [
    ...disabledProblems('raw_exec', policy.enabled),
    ...readShape(shape, config, 'config', 'accept').problems,
  ],
  translate: (request, hash) => {
    const config = readShape(shape, request.config, 'config');
    const problems = [
      ...disabledProblems('raw_exec', policy.enabled),
      ...config.problems,
      ...mountProblems(request),
    ];
    if (config.value === undefined || problems.length > 0) return err(problems);
    const content = contentOf(config.value, request, policy);
    return ok({ spec: identified<ProcessSpec>(content, request.identity, hash), image: undefined });
  },
});

const contentOf = (
  config: ObjectOf<typeof fields>,
  { identity, task, environment, directories, limits, network }: TaskRequest,
  policy: RawExecPolicy,
): Omit<ProcessSpec, 'identity'> => ({
  name: instanceName(identity),
  command: [config.command, ...config.args],
  environment: withoutNames(environment, [...policy.deniedEnvironment, ...config.denied_envvars]),
  user: given(task.user),
  workDir: given(config.work_dir) ?? directories.root,
  isolation: { kind: 'host' },
  network: network === undefined ? undefined : { path: network.namespacePath },
  hostname: undefined,
  mounts: [],
  devices: [],
  limits,
  rlimits: task.rlimits,
  oomScoreAdj: config.oom_score_adj,
});

const mountProblems = ({ volumeMounts }: TaskRequest): readonly Problem[] =>
  volumeMounts.length === 0
    ? []
    : [problem('volume_mount', 'can not be made: tasks of raw_exec see the host as it is')];
