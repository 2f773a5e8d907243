import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

const { O_NOFOLLOW, O_NONBLOCK } = constants;
/** Whoever reads logs on the host or from a sidecar may. */
const mode = 0o644;

/**
 * Opens a plain file that has this one name. Rejects with ELOOP when it is anything else, which a task might have planted
 * in its place, and with the errno of a call that failed.
 */
export async function openPlain(path: string, flags: number): Promise<FileHandle> {
  const handle = await open(path, flags | O_NOFOLLOW | O_NONBLOCK, mode);
  const stat = await handle.stat();
  if (stat.isFile() && stat.nlink === 1) return handle;
  await handle.close();
  throw Object.assign(new Error(`${path} is not a plain file of its own`), { code: 'ELOOP' });
}
