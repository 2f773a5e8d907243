import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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

export type ToolCall = 'runc create' | 'runc start' | 'runc delete' | 'conmon';
export type ToolFault = (typeof runtimeFaults)[number] | (typeof conmonFaults)[number];

const places = ['create', 'start', 'delete', 'conmon'] as const;

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

/** Stand before runc and conmon and spoil single runs. Each run takes the next fault of its kind, a file, by moving it. */
export class SpoiltTools {
  readonly runtimePath: string;
  readonly conmonPath: string;
  readonly #directory: string;
  #planned = 0;

  private constructor(directory: string) {
    this.#directory = join(directory, 'faults');
    this.runtimePath = join(directory, 'runc');
    this.conmonPath = join(directory, 'conmon');
  }

  static async in(directory: string): Promise<SpoiltTools> {
    const tools = new SpoiltTools(directory);
    const faults = tools.#directory;
    for (const place of [...places, 'taken']) await mkdir(join(faults, place), { recursive: true });
    await writeFile(tools.runtimePath, runtimeScript(faults), { mode: 0o755 });
    await writeFile(tools.conmonPath, conmonScript(faults), { mode: 0o755 });
    return tools;
  }

  async plan(faults: readonly PlannedToolFault[]): Promise<void> {
    for (const { call, fault, skip, afterMs } of faults)
      for (const each of [...Array<string>(skip).fill('pass'), fault]) {
        this.#planned += 1;
        const name = `${this.#planned.toString().padStart(6, '0')}.${each}.${(afterMs / 1000).toFixed(3)}`;
        await writeFile(join(this.#directory, placeOf(call), name), '');
      }
  }

  /** Whatever is planned and was not met happens no more. Those that were met are told once. */
  async settle(): Promise<readonly TakenToolFault[]> {
    for (const place of places) await emptied(join(this.#directory, place));
    return readTaken(await emptied(join(this.#directory, 'taken')));
  }

  /** Those that were met since the last settling. */
  async met(): Promise<readonly TakenToolFault[]> {
    return readTaken(await filesIn(join(this.#directory, 'taken')));
  }
}

const readTaken = (taken: readonly NamedText[]): readonly TakenToolFault[] =>
  taken.flatMap(({ name, text }) => {
    const [place = '', , fault = ''] = name.split('.');
    const call = (place === 'conmon' ? place : `runc ${place}`) as ToolCall;
    return fault === 'pass' ? [] : [{ call, fault: fault as ToolFault, words: text }];
  });

const placeOf = (call: ToolCall): string => call.replace('runc ', '');

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

/** Seconds that a run stands still before it fails, and before it does anything. */
const hangs = 0.6;
const late = 0.2;
/** More than any bound that the executor has for a run. */
const silence = 14;

const taking = (directory: string): string => `
fault=pass after=0
for file in ${directory}/$call/*; do
  met=${directory}/taken/$call.\${file##*/}
  mv "$file" "$met" 2>/dev/null || continue
  echo "$*" >"$met"
  fault=\${file##*/} && fault=\${fault#*.}
  after=\${fault#*.} && fault=\${fault%%.*}
  break
done`;

const runtimeScript = (directory: string): string => `#!/bin/sh
call=other
for word; do
  case $word in create | start | delete) call=$word && break ;; esac
done
${taking(directory)}
case $fault in
  fail) exit 1 ;;
  hang) sleep ${hangs.toString()} && exit 1 ;;
  silence) exec sleep ${silence.toString()} ;;
  late) sleep ${late.toString()} ;;
  done-fail) runc "$@"; exit 1 ;;
  done-hang) runc "$@"; sleep ${hangs.toString()}; exit 1 ;;
  kill) runc "$@" & sleep "$after"; kill -9 $!; exit 137 ;;
esac
exec runc "$@"
`;

const conmonScript = (directory: string): string => `#!/bin/bash
call=conmon
${taking(directory)}
case $fault in
  fail) exit 1 ;;
  silence) exec sleep ${silence.toString()} ;;
  late) sleep ${late.toString()} ;;
  done-mute) exec conmon "$@" 3>/dev/null ;;
  done-cut) exec conmon "$@" 3> >(head -c 5 >&3) ;;
  kill) (exec >/dev/null 2>&1 3>&-; sleep "$after"; grep -q conmon /proc/$$/comm && kill -9 $$) & ;;
esac
exec conmon "$@"
`;
