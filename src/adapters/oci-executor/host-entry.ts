import { symlink } from 'node:fs/promises';
import { posix } from 'node:path';

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
  readonly environment: Readonly<Record<string, string>>;
  readonly user: HostUser;
  readonly workDir: string;
}

/** How a container begins. */
export interface HostEntry {
  readonly args: readonly string[];
  /** Names with their values, as in `NAME=value`. */
  readonly env: readonly string[];
}

/** In the root directory of the container: leads to the mounts of its monitor, which are those of the agent. */
const hostMounts = '/wharf-host-mounts';

/** The link can be made once there is a monitor; it is needed when the task starts. */
export const linkHostMounts = (root: string, monitorPid: number): Promise<void> =>
  symlink(`/proc/${monitorPid.toString()}/ns/mnt`, posix.join(root, hostMounts));

/**
 * Runs a task in the host's own file system.
 *
 * An OCI runtime that is told to make no mount namespace still binds the root directory on itself and changes how the
 * host's mounts propagate, for all of the host: each such task would double the host's mount table. So the container
 * has a mount namespace, and its first program leaves it again.
 *
 * The environment may hold secrets, and everybody can read command lines: so it is the container's from the beginning,
 * and no program on the way changes what it inherits. What has a say in such a program goes the other way, and comes
 * last, when the privileges are given up.
 */
export function hostEntry(
  { command, environment, user, workDir }: HostTask,
  { nsenter, setpriv, env }: EntryTools,
): HostEntry {
  const all = Object.entries(environment);
  return {
    args: [
      ...[nsenter, `--mount=${hostMounts}`, '--'],
      ...(user.uid === 0 ? [] : [setpriv, ...asUser(user)]),
      ...[env, `--chdir=${workDir}`, ...('HOME' in environment ? [] : ['--unset=HOME'])],
      ...all.filter(([name]) => comesLast(name)).map(assignment),
      ...command,
    ],
    env: all.filter(([name]) => !comesLast(name)).map(assignment),
  };
}

/** Where in the words of an entry those of the task begin; 0 when they are no entry. */
export function taskWordsFrom(args: readonly string[]): number {
  const env = args[1] === `--mount=${hostMounts}` ? args.findIndex((arg) => arg.startsWith('--chdir=')) : -1;
  // The command is an absolute path; what stands before it is an option or an assignment.
  const words = args.findIndex((arg, index) => index > env && arg.startsWith('/'));
  return env === -1 ? 0 : Math.max(0, words);
}

export const assignment = ([name, value]: readonly [string, string]): string => `${name}=${value}`;

/**
 * What C libraries themselves leave out of the environment of programs that have more privileges than their callers: it
 * names code to load, or files to read and write. And `HOME`, which OCI runtimes put in place of an empty one.
 */
const comesLast = (name: string): boolean =>
  /^(?:LD|MALLOC)_/.test(name) ||
  [
    ...['GCONV_PATH', 'GETCONF_DIR', 'GLIBC_TUNABLES', 'HOSTALIASES', 'LOCALDOMAIN', 'LOCPATH'],
    ...['MUSL_LOCPATH', 'NIS_PATH', 'NLSPATH', 'RESOLV_HOST_CONF', 'RES_OPTIONS', 'TMPDIR', 'TZDIR'],
    'HOME',
  ].includes(name);

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
