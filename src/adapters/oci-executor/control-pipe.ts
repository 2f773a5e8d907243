import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { unlessMissing } from './observer.js';
import { errnoOf } from './read-fault.js';

/** Asks conmon to close its log and to open a new one: message 2 of its control pipe, with two unused numbers. */
const reopen = '2 0 0\n';

/** The pipe on which the conmon of one instance hears that it is to open the next file of its log. */
export class ControlPipe {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Whether it was asked: it is when what is to be done before says so. */
  async ask(prepare: () => Promise<boolean>): Promise<boolean> {
    const pipe = await unlessUnread(open(this.#path, constants.O_WRONLY | constants.O_NONBLOCK));
    if (pipe === undefined) return false;
    try {
      const isDue = await prepare();
      if (isDue) await pipe.write(reopen);
      return isDue;
    } finally {
      await pipe.close();
    }
  }

  /** Whatever conmon was asked and has not heard yet is not asked any more. */
  async takeBack(): Promise<void> {
    const pipe = await unlessMissing(open(this.#path, constants.O_RDONLY | constants.O_NONBLOCK), undefined);
    try {
      const piece = Buffer.alloc(4096);
      while (((await pipe?.read(piece))?.bytesRead ?? 0) > 0);
    } catch (cause) {
      if (errnoOf(cause) !== 'EAGAIN') throw cause;
    } finally {
      await pipe?.close();
    }
  }
}

/** Undefined when nobody reads the pipe any more. */
async function unlessUnread(pipe: Promise<FileHandle>): Promise<FileHandle | undefined> {
  try {
    return await unlessMissing(pipe, undefined);
  } catch (cause) {
    if (errnoOf(cause) === 'ENXIO') return undefined;
    throw cause;
  }
}
