import { constants } from 'node:fs';
import { type FileHandle, open, readdir, readlink } from 'node:fs/promises';
import { resolve } from 'node:path';

/**
 * A directory of logs that is held open, so that what is done in it is done in this very directory, whatever a task puts
 * in the place of it meanwhile. Entries are reached through /proc/self/fd, which is to Node what openat is to C.
 */
export class LogDirectory {
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Rejects with ELOOP when there is a symbolic link on the way, and with the errno of a call that failed. */
  static async open(path: string): Promise<LogDirectory> {
    const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      // What the kernel itself calls the directory that is open: with a link on the way it is called otherwise.
      if ((await readlink(pathOf(handle))) === resolve(path)) return new LogDirectory(handle);
      throw Object.assign(new Error(`there is a link on the way to ${path}`), { code: 'ELOOP' });
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  names(): Promise<readonly string[]> {
    return readdir(pathOf(this.#handle));
  }

  /** A path to one entry; good as long as the directory is open. */
  at(name: string): string {
    return `${pathOf(this.#handle)}/${name}`;
  }

  /** Resolves once the names in it outlast a power failure. */
  sync(): Promise<void> {
    return this.#handle.sync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

const pathOf = (handle: FileHandle): string => `/proc/self/fd/${handle.fd.toString()}`;
