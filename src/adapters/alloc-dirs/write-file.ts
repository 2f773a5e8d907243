import { randomUUID } from 'node:crypto';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { TaskFile } from '../../domain/model/task-file.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import { isPlainName } from './layout.js';
import { OpenDirectory } from './open-directory.js';

/**
 * Writes a file below `root`, in one step: a reader sees the old content or the new one. The way there is walked one
 * open directory at a time, so that a task which swaps one for a link meanwhile gains nothing.
 */
export async function writeFileBelow(root: string, file: TaskFile): Answer<undefined> {
  const names = file.path.split('/');
  const name = names.pop() ?? '';
  if (![...names, name].every(isPlainName))
    return err(fault('invalid-spec', `${file.path} is no path below a task's directory`));
  await OpenDirectory.within(root, (directory) => descend(directory, names, (last) => put(last, name, file)));
  return done;
}

async function descend(
  directory: OpenDirectory,
  [next, ...rest]: readonly string[],
  act: (last: OpenDirectory) => Promise<void>,
): Promise<void> {
  if (next === undefined) return act(directory);
  const child = await directory.openOrMakeChild(next, 0o755);
  await descend(child, rest, act).finally(() => child.close());
}

async function put(directory: OpenDirectory, name: string, { content, mode }: TaskFile): Promise<void> {
  const draft = `.wharf-${randomUUID()}`;
  const handle = await directory.createFile(draft);
  try {
    await handle.writeFile(content);
    await handle.chmod(mode);
    await directory.rename(draft, name);
  } catch (error) {
    await directory.removeFile(draft).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}
