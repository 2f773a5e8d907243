import { fault } from '../../domain/faults/runtime-fault.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import type { HostUser } from './host-users.js';
import { findTool } from './tools.js';

/** The programs of util-linux and coreutils that bring a process into the host and make it who it is to be. */
export interface EntryTools {
  readonly nsenter: string;
  readonly setpriv: string;
  readonly env: string;
}

export interface HostTask {
  /** Absolute path and words. */
  readonly command: readonly [string, ...string[]];
  /** Names with their values, as in `NAME=value`. */
  readonly environment: readonly string[];
  readonly user: HostUser;
  readonly workDir: string;
}

/** The parent is the monitor, and that is where the agent is; asked for when the task starts, as pids are not known before. */
const intoMonitorsMounts = 'exec "$0" --mount="/proc/$PPID/ns/mnt" -- "$@"';

/**
 * The words that run a task in the host's own file system.
 *
 * An OCI runtime that is told to make no mount namespace still binds the root directory on itself and changes how the
 * host's mounts propagate, for all of the host: each such task would double the host's mount table. So the container
 * has a mount namespace, and its first program leaves it again. What the task brings along (its environment most of all)
 * has no say before the privileges are given up.
 */
export const hostEntry = (
  { command, environment, user, workDir }: HostTask,
  { nsenter, setpriv, env }: EntryTools,
): readonly string[] => [
  ...['/bin/sh', '-c', intoMonitorsMounts, nsenter],
  ...(user.uid === 0 ? [] : [setpriv, ...asUser(user)]),
  ...[env, '-i', `--chdir=${workDir}`, ...environment],
  ...command,
];

const asUser = ({ uid, gid, additionalGids }: HostUser): readonly string[] => [
  `--reuid=${uid.toString()}`,
  `--regid=${gid.toString()}`,
  additionalGids.length === 0 ? '--clear-groups' : `--groups=${additionalGids.join()}`,
];

/** `unavailable`, with a remedy, when one of them is missing. */
export async function findEntryTools(): Answer<EntryTools> {
  const [nsenter, setpriv, env] = await Promise.all([
    findTool('nsenter'),
    findTool('setpriv'),
    findTool('env'),
  ]);
  if (nsenter === undefined || setpriv === undefined || env === undefined)
    return err(
      fault('unavailable', 'nsenter, setpriv and env are needed to run processes in the host', {
        remedy: 'apt-get install util-linux coreutils',
      }),
    );
  return ok({ nsenter: nsenter.path, setpriv: setpriv.path, env: env.path });
}
