import { realpath, stat } from 'node:fs/promises';
import { posix } from 'node:path';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { Mount } from '../../domain/model/mount.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { isWithin } from '../../domain/shared/path.js';
import { err, ok } from '../../domain/shared/result.js';
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
    networkProblem(spec),
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

function networkProblem({ isolation, network, hostname }: ProcessSpec): string | undefined {
  if (network !== undefined && !posix.isAbsolute(network.path))
    return `the path "${network.path}" of the network is not absolute`;
  if (isolation.kind === 'host' && hostname !== undefined)
    return 'a task in the file system of the host has the name of the host';
  return hostname === '' ? 'the name of the host is empty' : undefined;
}

function mountProblem({ isolation, mounts, devices }: ProcessSpec): string | undefined {
  if (isolation.kind === 'host' && mounts.length + devices.length > 0)
    return 'a task in the file system of the host can have no mounts and no devices of its own';
  if (mounts.some(({ kind }) => kind === 'volume'))
    return 'processes can mount no volume of a container engine';
  const astray = mounts.find(({ target }) => !posix.isAbsolute(target) || posix.normalize(target) === '/');
  return astray === undefined ? undefined : `the target "${astray.target}" is no absolute path below /`;
}

/**
 * The spec with the sources of its mounts looked up: `not-found` for one, or a network, that is not on the host, `invalid-spec` for one
 * that leads out of where it is kept to.
 */
export async function withSources(spec: ProcessSpec): Answer<ProcessSpec> {
  const network = await networkFault(spec);
  if (network !== undefined) return err(network);
  const located = await Promise.all(spec.mounts.map(locate));
  const mounts: Mount[] = [];
  for (const mount of located) {
    if (!mount.ok) return mount;
    mounts.push(mount.value);
  }
  return ok({ ...spec, mounts });
}

async function networkFault({ network }: ProcessSpec): Promise<RuntimeFault | undefined> {
  if (network === undefined) return undefined;
  return stat(network.path).then(
    () => undefined,
    (cause: unknown) => errnoFault(`join the network ${network.path}`, cause),
  );
}

async function locate(mount: Mount): Answer<Mount> {
  if (mount.kind !== 'bind') return ok(mount);
  const { source, target, within } = mount;
  try {
    const found = await realpath(source);
    if (within === undefined) return ok(mount);
    // As text: a link in what it is kept to leads out of it as well.
    return isWithin(found, within)
      ? ok({ ...mount, source: found })
      : err(
          fault('invalid-spec', `can't mount ${source} at ${target}: it leads to ${found}, out of ${within}`),
        );
  } catch (cause) {
    return err(errnoFault(`mount ${source} at ${target}`, cause));
  }
}
