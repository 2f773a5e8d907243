import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { posix } from 'node:path';

import { type BundlePaths, logName } from './bundle.js';
import { ControlPipe } from './control-pipe.js';
import { unlessMissing } from './observer.js';
import { openFilesIn } from './open-files.js';

/** Of what conmon has opened, until it puts it in the place of the log. */
const nextName = `${logName}.tmp`;

/**
 * The files of one instance's log: `log.1`, `log.2` … that conmon has left behind, and `log` that it writes.
 *
 * A file is left behind in two steps: it is renamed, which conmon doesn't notice, and conmon is asked to open a new one.
 * It writes to the old one until then, so that nothing falls between the two.
 */
export class LogFiles {
  readonly #directory: string;
  readonly #control: ControlPipe;

  constructor({ output, control }: Pick<BundlePaths, 'output' | 'control'>) {
    this.#directory = output;
    this.#control = new ControlPipe(control);
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
    if (old !== undefined || (await this.#current()) !== generation) return old;
    const current = await unlessMissing(open(this.#log), undefined);
    // It may have been left behind since: then what was opened is the next one.
    if (current === undefined || (await this.#isStill(generation, current))) return current;
    await current.close();
    return unlessMissing(open(this.#old(generation)), undefined);
  }

  async #isStill(generation: number, current: FileHandle): Promise<boolean> {
    try {
      return (await this.#current()) === generation;
    } catch (cause) {
      await current.close();
      throw cause;
    }
  }

  async #current(): Promise<number | undefined> {
    return (await this.generations()).at(-1);
  }

  /** Bytes in the file that is being written; undefined when conmon has not opened the next one yet. */
  async writtenBytes(): Promise<number | undefined> {
    return (await unlessMissing(stat(this.#log), undefined))?.size;
  }

  /**
   * Leaves the file behind that is being written, and asks conmon for the next one. False, and without effect, when there is
   * no file, or conmon has ended.
   */
  leave(): Promise<boolean> {
    return this.#control.ask(async () => {
      const names = await this.#names();
      if (!names.includes(logName)) return false;
      await rename(this.#log, this.#old((leftBehind(names).at(-1) ?? 0) + 1));
      return true;
    });
  }

  /** Whatever conmon was asked and has not heard yet is not asked any more. */
  takeBack(): Promise<void> {
    return this.#control.takeBack();
  }

  /**
   * Asks the conmon of that pid for the next file if it still writes into one that is not the log any more. It puts the
   * next one in the place of the log whatever is there: asked twice, it would throw away what it wrote in between. False: it
   * was not asked.
   */
  askForNext(conmon: number): Promise<boolean> {
    return this.#control.ask(async () => {
      const written = await openFilesIn(this.#directory, conmon);
      return written.some((name) => name !== logName && name !== nextName);
    });
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

  #names(): Promise<readonly string[]> {
    return unlessMissing(readdir(this.#directory), []);
  }

  get #log(): string {
    return posix.join(this.#directory, logName);
  }

  #old(generation: number): string {
    return posix.join(this.#directory, `${logName}.${generation.toString()}`);
  }
}

const leftBehind = (names: readonly string[]): readonly number[] =>
  names
    .map((name) => Number(/^log\.(\d+)$/.exec(name)?.[1] ?? 'NaN'))
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
