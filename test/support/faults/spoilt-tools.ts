import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type OciRuntimeName, ociRuntimeNames, runtimePathHere } from '../oci/an-executor.js';
import { conmonScript, runtimeScript } from './spoilt-tool-scripts.js';

/**
 * What goes wrong with one run of the OCI runtime: it does nothing and fails, does nothing for a while and then fails, or
 * for ever, does what it is asked a while later, does it and fails, does it and then fails only after a while, is killed
 * in the middle.
 */
export const runtimeFaults = ['fail', 'hang', 'silence', 'late', 'done-fail', 'done-hang', 'kill'] as const;

/**
 * What goes wrong with conmon: it ends at once, never says anything, begins late, says nothing of what it made, or breaks
 * off while it says it, is killed at some moment.
 */
export const conmonFaults = ['fail', 'silence', 'late', 'done-mute', 'done-cut', 'kill'] as const;

const runtimeCalls = ['create', 'start', 'delete'] as const;

export type RuntimeCall = `${OciRuntimeName} ${(typeof runtimeCalls)[number]}`;
export type ToolCall = RuntimeCall | 'conmon';
export type ToolFault = (typeof runtimeFaults)[number] | (typeof conmonFaults)[number];

export const callsOf = (runtime: OciRuntimeName): readonly RuntimeCall[] =>
  runtimeCalls.map((call) => `${runtime} ${call}` as const);

const calls: readonly ToolCall[] = [...ociRuntimeNames.flatMap(callsOf), 'conmon'];

/** The name of a directory that has to do with a call. */
const placeOf = (call: ToolCall): string => call.replace(' ', '-');

/** One run, and after how many of its kind it comes. */
export interface PlannedToolFault {
  readonly call: ToolCall;
  readonly fault: ToolFault;
  /** Runs of the same call that pass before it. */
  readonly skip: number;
  /** Milliseconds into the run, for a kill. */
  readonly afterMs: number;
}

export interface TakenToolFault {
  readonly call: ToolCall;
  readonly fault: ToolFault;
  /** The arguments that it met. */
  readonly words: string;
}

/**
 * Stand before OCI runtimes and conmon and spoil single runs. Each run takes the next fault of its kind, a file, by moving
 * it.
 */
export class SpoiltTools {
  readonly runtimePaths: Readonly<Record<OciRuntimeName, string>>;
  readonly conmonPath: string;
  readonly #faults: string;
  #planned = 0;

  private constructor(directory: string) {
    this.#faults = join(directory, 'faults');
    this.runtimePaths = { runc: join(directory, 'runc'), crun: join(directory, 'crun') };
    this.conmonPath = join(directory, 'conmon');
  }

  static async in(directory: string): Promise<SpoiltTools> {
    const tools = new SpoiltTools(directory);
    const faults = tools.#faults;
    const unspoilt = join(directory, 'unspoilt');
    for (const place of [...calls.map(placeOf), 'taken'])
      await mkdir(join(faults, place), { recursive: true });
    await mkdir(unspoilt);
    for (const name of ociRuntimeNames) {
      const path = (await runtimePathHere(unspoilt, name)) ?? name;
      await writeFile(tools.runtimePaths[name], runtimeScript(faults, name, path), { mode: 0o755 });
    }
    await writeFile(tools.conmonPath, conmonScript(faults), { mode: 0o755 });
    return tools;
  }

  async plan(faults: readonly PlannedToolFault[]): Promise<void> {
    for (const { call, fault, skip, afterMs } of faults)
      for (const each of [...Array<string>(skip).fill('pass'), fault]) {
        this.#planned += 1;
        const name = `${this.#planned.toString().padStart(6, '0')}.${each}.${(afterMs / 1000).toFixed(3)}`;
        await writeFile(join(this.#faults, placeOf(call), name), '');
      }
  }

  /** Whatever is planned and was not met happens no more. Those that were met are told once. */
  async settle(): Promise<readonly TakenToolFault[]> {
    for (const call of calls) await emptied(join(this.#faults, placeOf(call)));
    return readTaken(await emptied(join(this.#faults, 'taken')));
  }

  /** Those that were met since the last settling. */
  async met(): Promise<readonly TakenToolFault[]> {
    return readTaken(await filesIn(join(this.#faults, 'taken')));
  }
}

const readTaken = (taken: readonly NamedText[]): readonly TakenToolFault[] =>
  taken.flatMap(({ name, text }) => {
    const [place = '', , fault = ''] = name.split('.');
    const call = place.replace('-', ' ') as ToolCall;
    return fault === 'pass' ? [] : [{ call, fault: fault as ToolFault, words: text }];
  });

interface NamedText {
  readonly name: string;
  readonly text: string;
}

async function emptied(directory: string): Promise<readonly NamedText[]> {
  const gone = `${directory}.old`;
  await rename(directory, gone);
  await mkdir(directory);
  const files = await filesIn(gone);
  await rm(gone, { recursive: true });
  return files;
}

async function filesIn(directory: string): Promise<readonly NamedText[]> {
  const names = (await readdir(directory)).toSorted();
  return Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(directory, name), 'utf8') })),
  );
}
