import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { posix } from 'node:path';

import type { LogPosition } from '../../domain/model/instance.js';
import { type BundlePaths, logName } from './bundle.js';
import { unlessMissing } from './observer.js';
import { errnoOf } from './read-fault.js';

/** Asks conmon to close its log and to open a new one: message 2 of its control pipe, with two unused numbers. */
const reopen = '2 0 0\n';

/** A place in what one instance printed. */
export interface Place {
  /** Counts the files of the log, from 1. */
  readonly generation: number;
  /** Bytes of that file. */
  readonly offset: number;
}

export const writePosition = ({ generation, offset }: Place): LogPosition =>
  `${generation.toString()}:${offset.toString()}` as LogPosition;

/** The first place there is for a position that nobody gave. */
export function readPosition(position: LogPosition | undefined): Place {
  const match = /^(\d+):(\d+)$/.exec(position ?? '');
  return match === null
    ? { generation: 1, offset: 0 }
    : { generation: Number(match[1]), offset: Number(match[2]) };
}

/**
 * The files of one instance's log: `log.1`, `log.2` … that conmon has left behind, and `log` that it writes.
 *
 * A file is left behind in two steps: it is renamed, which conmon doesn't notice, and conmon is asked to open a new one.
 * It writes to the old one until then, so that nothing falls between the two.
 */
export class LogFiles {
  readonly #directory: string;
  readonly #control: string;

  constructor({ output, control }: Pick<BundlePaths, 'output' | 'control'>) {
    this.#directory = output;
    this.#control = control;
  }

  /** The generations that there are, in order. The last one is being written, or was when the instance ended. */
  async generations(): Promise<readonly number[]> {
    const names = await this.#names();
    const left = leftBehind(names);
    return names.includes(logName) ? [...left, (left.at(-1) ?? 0) + 1] : left;
  }

  /** Undefined when that generation isn't there, or not yet. */
  async open(generation: number): Promise<FileHandle | undefined> {
    const old = await unlessMissing(open(this.#old(generation)), undefined);
    if (old !== undefined || (await this.generations()).at(-1) !== generation) return old;
    const current = await unlessMissing(open(this.#current), undefined);
    // It may have been left behind since: then what was opened is the next one.
    if (current === undefined || (await this.generations()).at(-1) === generation) return current;
    await current.close();
    return unlessMissing(open(this.#old(generation)), undefined);
  }

  /** Bytes in the file that is being written; undefined when conmon has not opened the next one yet. */
  async writtenBytes(): Promise<number | undefined> {
    return (await unlessMissing(stat(this.#current), undefined))?.size;
  }

  /** Leaves the file behind that is being written. Without effect when conmon has ended. */
  async leave(): Promise<void> {
    await this.#ask(async () => {
      const names = await this.#names();
      const generation = (leftBehind(names).at(-1) ?? 0) + 1;
      if (names.includes(logName)) await rename(this.#current, this.#old(generation));
    });
  }

  /** For when it was asked and nothing came of it. */
  askForNext(): Promise<void> {
    return this.#ask(() => Promise.resolve());
  }

  async discardBefore(generation: number): Promise<void> {
    for (const old of leftBehind(await this.#names()))
      if (old < generation) await rm(this.#old(old), { force: true });
  }

  /** Discards the oldest of what was left behind, down to so many files. */
  async discardAllBut(files: number): Promise<void> {
    const oldest = leftBehind(await this.#names()).at(-files);
    if (oldest !== undefined) await this.discardBefore(oldest);
  }

  async #ask(prepare: () => Promise<void>): Promise<void> {
    const pipe = await unlessUnread(open(this.#control, constants.O_WRONLY | constants.O_NONBLOCK));
    if (pipe === undefined) return;
    try {
      await prepare();
      await pipe.write(reopen);
    } finally {
      await pipe.close();
    }
  }

  #names(): Promise<readonly string[]> {
    return unlessMissing(readdir(this.#directory), []);
  }

  get #current(): string {
    return posix.join(this.#directory, logName);
  }

  #old(generation: number): string {
    return posix.join(this.#directory, `${logName}.${generation.toString()}`);
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

const leftBehind = (names: readonly string[]): readonly number[] =>
  names
    .map((name) => Number(/^log\.(\d+)$/.exec(name)?.[1] ?? 'NaN'))
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
