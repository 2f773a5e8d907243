import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';

const asDirectory = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const asNewFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

function isThere(error: unknown): false {
  if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
  throw error;
}

/** Of an entry. The kernel's names are bytes, and need not be text. */
export type EntryName = string | Buffer;

export interface Entries {
  /** What is not a directory itself. */
  readonly files: readonly EntryName[];
  readonly directories: readonly EntryName[];
}

/**
 * A directory that is held open, so that what is done in it is done in this very directory, whatever becomes of its
 * path meanwhile. Entries are reached through /proc/self/fd, which is to Node what openat is to C; a symbolic link is
 * never followed.
 */
export class OpenDirectory {
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async open(path: EntryName): Promise<OpenDirectory> {
    return new OpenDirectory(await open(path, asDirectory));
  }

  /** What `act` answers; the directory is open for as long as it takes. */
  static async within<T>(path: string, act: (directory: OpenDirectory) => Promise<T>): Promise<T> {
    const directory = await OpenDirectory.open(path);
    return act(directory).finally(() => directory.close());
  }

  openChild(name: EntryName): Promise<OpenDirectory> {
    return OpenDirectory.open(this.#at(name));
  }

  /** Opens an entry that is a directory, or makes it one. */
  async openOrMakeChild(name: string, mode: number): Promise<OpenDirectory> {
    const isNew = await mkdir(this.#at(name)).then(() => true, isThere);
    const child = await this.openChild(name);
    // By its handle, not its path: by now the name may lead elsewhere.
    if (isNew) await child.chmod(mode);
    return child;
  }

  createFile(name: string): Promise<FileHandle> {
    return open(this.#at(name), asNewFile, 0o600);
  }

  /** Puts one entry in the place of another, in one step. */
  rename(from: string, to: string): Promise<void> {
    return rename(this.#at(from), this.#at(to));
  }

  async entries(): Promise<Entries> {
    const all = await readdir(this.#path, { withFileTypes: true, encoding: 'buffer' });
    const names = (wanted: boolean): readonly Buffer[] =>
      all.filter((entry) => entry.isDirectory() === wanted).map(({ name }) => name);
    return { files: names(false), directories: names(true) };
  }

  removeFile(name: EntryName): Promise<void> {
    return unlink(this.#at(name));
  }

  removeDirectory(name: EntryName): Promise<void> {
    return rmdir(this.#at(name));
  }

  chmod(mode: number): Promise<void> {
    return this.#handle.chmod(mode);
  }

  stat(): Promise<Stats> {
    return this.#handle.stat();
  }

  /** Of an entry; undefined when there is none. */
  async statChild(name: string): Promise<Stats | undefined> {
    try {
      return await lstat(this.#at(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  get #path(): string {
    return `/proc/self/fd/${this.#handle.fd.toString()}`;
  }

  /** A path to one entry; good as long as the directory is open. */
  #at(name: EntryName): EntryName {
    const path = `${this.#path}/`;
    return typeof name === 'string' ? path + name : Buffer.concat([Buffer.from(path), name]);
  }
}
