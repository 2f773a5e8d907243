import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { TaskDirectories } from '../../domain/model/directories.js';
import { stepsTo, type TaskFile } from '../../domain/model/task-file.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import { isPlainName } from './layout.js';
import { OpenDirectory } from './open-directory.js';

/**
 * Writes a file in one step: a reader sees the old content or the new one. The way there is walked one open directory
 * at a time, so that a task which swaps one for a link meanwhile gains nothing.
 */
export async function writeTaskFile(task: TaskDirectories, file: TaskFile): Answer<undefined> {
  const { from, names } = stepsTo(file.path);
  if (!names.every(isPlainName) || join(task[from], ...names.slice(0, 1)) === task.logs)
    return err(fault('invalid-spec', `${file.path} is no place for a file of a task`));
  const name = names.at(-1) ?? '';
  await OpenDirectory.within(task[from], (directory) =>
    descend(directory, names.slice(0, -1), (last) => put(last, name, file)),
  );
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
