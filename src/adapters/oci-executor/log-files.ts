import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { posix } from 'node:path';

import type { LogPosition } from '../../domain/model/instance.js';
import { type BundlePaths, logName } from './bundle.js';
import { unlessMissing } from './observer.js';

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
  readonly #bundle: BundlePaths;

  constructor(bundle: BundlePaths) {
    this.#bundle = bundle;
  }

  /** The generations that there are, in order. The last one is being written, or was when the instance ended. */
  async generations(): Promise<readonly number[]> {
    const names = await this.#names();
    const left = names
      .map((name) => Number(/^log\.(\d+)$/.exec(name)?.[1] ?? 'NaN'))
      .filter(Number.isInteger)
      .sort((a, b) => a - b);
    return names.includes(logName) ? [...left, (left.at(-1) ?? 0) + 1] : left;
  }

  /** Undefined when that generation isn't there, or not yet. */
  async open(generation: number): Promise<FileHandle | undefined> {
    const old = await unlessMissing(open(this.#old(generation)), undefined);
    if (old !== undefined || (await this.generations()).at(-1) !== generation) return old;
    const current = await unlessMissing(open(this.#bundle.log), undefined);
    // It may have been left behind since: then what was opened is the next one.
    if (current === undefined || (await this.generations()).at(-1) === generation) return current;
    await current.close();
    return unlessMissing(open(this.#old(generation)), undefined);
  }

  /** Leaves the file behind that is being written, which has to be the one of this generation. */
  async leave(generation: number): Promise<void> {
    await unlessMissing(rename(this.#bundle.log, this.#old(generation)), undefined);
    await this.askForNext();
  }

  /** Whether a file was left behind and the next one is not there yet. */
  async isBetween(): Promise<boolean> {
    const names = await this.#names();
    return names.some((name) => name.startsWith(`${logName}.`)) && !names.includes(logName);
  }

  /** Without effect when nobody reads the control pipe any more. */
  async askForNext(): Promise<void> {
    try {
      const pipe = await open(this.#bundle.control, constants.O_WRONLY | constants.O_NONBLOCK);
      await pipe.write(reopen).finally(() => pipe.close());
    } catch {
      return;
    }
  }

  async discard(generation: number): Promise<void> {
    await rm(this.#old(generation), { force: true });
  }

  #names(): Promise<readonly string[]> {
    return unlessMissing(readdir(this.#bundle.directory), []);
  }

  #old(generation: number): string {
    return posix.join(this.#bundle.directory, `${logName}.${generation.toString()}`);
  }
}
