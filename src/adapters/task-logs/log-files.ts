import { constants } from 'node:fs';
import { type FileHandle, unlink } from 'node:fs/promises';

import type { LogDirectory } from './log-directory.js';
import { openPlain } from './plain-file.js';

/** The numbered files of one stream. Every call rejects with the errno that it failed with. */
export interface LogFiles {
  /** Of the files that are there, oldest first. */
  indexes(): Promise<readonly number[]>;
  /**
   * Opens the file for reading and writing, made if it isn't there. Never anything else than a plain file with this one
   * name: what a task might have planted in its place is refused.
   */
  open(index: number): Promise<FileHandle>;
  /** Opens a file that must not be there yet. */
  make(index: number): Promise<FileHandle>;
  /** Removes the file if it is there. */
  remove(index: number): Promise<void>;
}

const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL } = constants;

/** `TASK.STREAM.N` in a directory, as Nomad has them. */
export class StreamFiles implements LogFiles {
  readonly #directory: LogDirectory;
  /** `TASK.STREAM` */
  readonly #base: string;

  constructor(directory: LogDirectory, base: string) {
    this.#directory = directory;
    this.#base = base;
  }

  async indexes(): Promise<readonly number[]> {
    const names = await this.#directory.names();
    return names
      .filter((name) => name.startsWith(`${this.#base}.`))
      .map((name) => name.slice(this.#base.length + 1))
      .filter((suffix) => /^(0|[1-9]\d{0,8})$/.test(suffix))
      .map(Number)
      .sort((a, b) => a - b);
  }

  open(index: number): Promise<FileHandle> {
    return openPlain(this.#at(index), O_RDWR | O_CREAT);
  }

  /** Undefined when it isn't there, or is something that was planted in its place. */
  async openToRead(index: number): Promise<FileHandle | undefined> {
    try {
      return await openPlain(this.#at(index), O_RDONLY);
    } catch (error) {
      if (['ENOENT', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
      throw error;
    }
  }

  make(index: number): Promise<FileHandle> {
    return openPlain(this.#at(index), O_RDWR | O_CREAT | O_EXCL);
  }

  async remove(index: number): Promise<void> {
    try {
      await unlink(this.#at(index));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  #at(index: number): string {
    return this.#directory.at(`${this.#base}.${index.toString()}`);
  }
}
