import { constants } from 'node:fs';
import { type FileHandle, open, readdir, unlink } from 'node:fs/promises';

/** The files of one stream: `DIRECTORY/TASK.STREAM.N`, as Nomad has them. */
export interface LogFiles {
  readonly directory: string;
  /** `TASK.STREAM` */
  readonly base: string;
}

const pathOf = ({ directory, base }: LogFiles, index: number): string =>
  `${directory}/${base}.${index.toString()}`;

/** Indexes of the files that are there, oldest first. */
export async function indexesOf({ directory, base }: LogFiles): Promise<readonly number[]> {
  const names = await readdir(directory);
  return names
    .filter((name) => name.startsWith(`${base}.`))
    .map((name) => name.slice(base.length + 1))
    .filter((suffix) => /^(0|[1-9]\d{0,8})$/.test(suffix))
    .map(Number)
    .sort((a, b) => a - b);
}

const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = constants;
/** Whoever reads logs on the host or from a sidecar may. */
const mode = 0o644;

/**
 * Opens the file for reading and writing, made if it isn't there. Never anything else than a plain file with this one
 * name: what a task might have planted in its place is refused.
 */
export async function openFile(files: LogFiles, index: number): Promise<FileHandle> {
  const handle = await open(pathOf(files, index), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode);
  const stat = await handle.stat();
  if (stat.isFile() && stat.nlink === 1) return handle;
  await handle.close();
  throw Object.assign(new Error(`${pathOf(files, index)} is not a plain file of its own`), { code: 'ELOOP' });
}

/** Opens a file that must not be there yet. */
export const makeFile = (files: LogFiles, index: number): Promise<FileHandle> =>
  open(pathOf(files, index), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);

/** Removes the file if it is there. */
export async function removeFile(files: LogFiles, index: number): Promise<void> {
  try {
    await unlink(pathOf(files, index));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
