import { stat } from 'node:fs/promises';
import { posix } from 'node:path';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { Mount } from '../../domain/model/mount.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import { isInstanceName } from './bundle.js';
import { errnoFault } from './read-fault.js';

const rlimitNames = [
  ...['as', 'core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile', 'nproc', 'rss'],
  ...['rtprio', 'rttime', 'sigpending', 'stack'],
];

/** The first thing in a spec that can never be done here. */
export function specFault(spec: ProcessSpec): RuntimeFault | undefined {
  const { name, workDir, rlimits } = spec;
  const rlimit = rlimits.find((each) => !rlimitNames.includes(each.name.toLowerCase()));
  const faults: readonly (string | false | undefined)[] = [
    !isInstanceName(name) && `"${name}" is no name for an instance`,
    wordProblem(spec),
    !posix.isAbsolute(workDir) && `the working directory "${workDir}" is not absolute`,
    rlimit !== undefined && `there is no resource limit "${rlimit.name}"`,
    mountProblem(spec),
  ];
  const message = faults.find((each) => typeof each === 'string');
  return message === undefined ? undefined : fault('invalid-spec', message);
}

function wordProblem({ command, environment, isolation }: ProcessSpec): string | undefined {
  if (command[0] === '') return 'the command is empty';
  // It stands behind the environment on the command line of env(1), which would take it for a variable.
  if (isolation.kind === 'host' && command[0].includes('=')) return 'the command has a "=" in its name';
  const words = [...command, ...Object.keys(environment), ...Object.values(environment)];
  return words.some((word) => word.includes('\0'))
    ? 'a word of the command or the environment holds a NUL'
    : undefined;
}

function mountProblem({ isolation, mounts, devices }: ProcessSpec): string | undefined {
  if (isolation.kind === 'host' && mounts.length + devices.length > 0)
    return 'a task in the file system of the host can have no mounts and no devices of its own';
  if (mounts.some(({ kind }) => kind === 'volume'))
    return 'processes can mount no volume of a container engine';
  const astray = mounts.find(({ target }) => !posix.isAbsolute(target) || posix.normalize(target) === '/');
  return astray === undefined ? undefined : `the target "${astray.target}" is no absolute path below /`;
}

/** `not-found` for the first source of a mount that is not on the host. */
export async function sourceFault(mounts: readonly Mount[]): Promise<RuntimeFault | undefined> {
  for (const mount of mounts) {
    if (mount.kind !== 'bind') continue;
    try {
      await stat(mount.source);
    } catch (cause) {
      return errnoFault(`mount ${mount.source} at ${mount.target}`, cause);
    }
  }
  return undefined;
}
