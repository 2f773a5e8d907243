import { stat } from 'node:fs/promises';
import { posix } from 'node:path';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import type { HostUser } from './host-users.js';
import { resolveInTask, type TaskView } from './task-view.js';

export interface CommandWish {
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly view: TaskView;
  readonly user: HostUser;
}

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The path, as the task sees it, of the program that it is to run: in its local directory, in its own directory, then
 * in the PATH of its environment, unless the command is an absolute path. Nothing is made executable that is not.
 */
export async function lookUpCommand(wish: CommandWish): Promise<Result<string, RuntimeFault>> {
  const places = placesOf(wish);
  const refused: string[] = [];
  for (const place of places) {
    const found = await judge(place, wish);
    if (found === 'runs') return ok(place);
    if (found === 'can not be executed') refused.push(place);
  }
  return err(refused.length > 0 ? notExecutable(wish, refused) : notThere(wish, places));
}

function placesOf({ command, environment }: CommandWish): readonly string[] {
  if (posix.isAbsolute(command)) return [posix.normalize(command)];
  const local = environment['NOMAD_TASK_DIR'];
  const own = local === undefined ? [] : [local, posix.dirname(local)];
  const path = command.includes('/') ? [] : (environment['PATH'] ?? defaultPath).split(':');
  return [...new Set([...own, ...path.filter((entry) => posix.isAbsolute(entry))])].map((directory) =>
    posix.join(directory, command),
  );
}

type Verdict = 'runs' | 'can not be executed' | 'is not there';

async function judge(place: string, { view, user }: CommandWish): Promise<Verdict> {
  const source = await resolveInTask(view, place);
  if (source === undefined) return 'is not there';
  try {
    const file = await stat(source);
    if (!file.isFile()) return 'is not there';
    return mayExecute(file, user) ? 'runs' : 'can not be executed';
  } catch {
    return 'is not there';
  }
}

/** By the owner's bits for the owner, by the group's for its members, by the last ones for all others; any for root. */
function mayExecute(
  { mode, uid, gid }: { readonly mode: number; readonly uid: number; readonly gid: number },
  user: HostUser,
): boolean {
  if (user.uid === 0) return (mode & 0o111) !== 0;
  if (user.uid === uid) return (mode & 0o100) !== 0;
  if (user.gid === gid || user.additionalGids.includes(gid)) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

const notThere = ({ command }: CommandWish, places: readonly string[]): RuntimeFault =>
  fault('invalid-spec', `command "${command}" is not there: looked for ${places.join(', ')}`, {
    remedy: posix.isAbsolute(command)
      ? 'install it, or add the directory that holds it to exec.root_dirs'
      : 'install it, give its absolute path, or put it into the local directory of the task',
  });

const notExecutable = ({ command, user }: CommandWish, places: readonly string[]): RuntimeFault =>
  fault(
    'invalid-spec',
    `command "${command}" can not be executed by user ${user.account?.name ?? user.uid.toString()}: ${places.join(', ')}`,
    { remedy: `chmod a+rx ${places[0] ?? command}` },
  );
