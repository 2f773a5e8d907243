import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { Duplex, type Readable, type Writable } from 'node:stream';

import type { TerminalSize } from '../../domain/model/exec.js';
import { plainEnvironment } from './run-command.js';

export interface LaunchWish {
  /** The OCI runtime and its arguments. */
  readonly words: readonly [string, ...string[]];
  readonly terminal: TerminalSize | undefined;
  readonly oomScoreAdj: number;
}

/** A runtime that runs a command, and hands on what that reads and prints. */
export interface Launched {
  readonly child: ChildProcess;
  readonly input: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Lets a runtime with a terminal end: it stays until then, though its command may have ended. */
  readonly letGo: () => void;
}

/**
 * Has the OCI runtime run a command in a container. With a terminal the runtime wants one of its own, which it connects
 * with that of the command: `script` makes one out of the pipes that Node has.
 *
 * A terminal hands on what was printed a moment later, and crun 1.8 looks no more once its command has ended. But it waits
 * for all of its children: so it gets another one, which ends when it is let go.
 */
export function launch(wish: LaunchWish): Launched {
  const path = wish.terminal === undefined ? shell : 'script';
  const args = wish.terminal === undefined ? ['-c', line(wish)] : ['-qefc', line(wish), '/dev/null'];
  // `script` runs what it is given by this shell.
  const env = { ...plainEnvironment, SHELL: shell };
  const third = wish.terminal === undefined ? 'ignore' : 'pipe';
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe', third], env }) as Piped;
  const [, , , hold] = child.stdio;
  const letGo = (): void => {
    if (hold instanceof Duplex) hold.destroy();
  };
  hold?.on('error', ignore);
  child.once('exit', letGo);
  for (const stream of [child, child.stdin, child.stdout, child.stderr]) stream.on('error', ignore);
  // What nobody listens to is thrown away by Node once the program has ended.
  for (const stream of [child.stdout, child.stderr]) stream.on('readable', ignore);
  return { child, input: child.stdin, stdout: child.stdout, stderr: child.stderr, letGo };
}

const shell = '/bin/sh';

/** The types of Node know only three pipes. */
type Piped = ChildProcessByStdio<Writable, Readable, Readable>;

/** The command inherits the oom score of its runtime, and that one the agent's. */
const line = ({ words, terminal, oomScoreAdj }: LaunchWish): string =>
  [
    `{ echo ${oomScoreAdj.toString()} >/proc/self/oom_score_adj; } 2>/dev/null`,
    ...(terminal === undefined
      ? []
      : [`stty ${sizeWords(terminal).join(' ')}`, 'cat <&3 3<&- >/dev/null 2>&1 &']),
    `exec ${words.map(quoted).join(' ')} 3<&-`,
  ].join('\n');

/** As `stty` takes it. */
export const sizeWords = ({ columns, rows }: TerminalSize): readonly string[] => [
  ...['cols', columns.toString()],
  ...['rows', rows.toString()],
];

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

function ignore(): void {
  // Of a pipe that nobody reads any more, or a program that could not be run, its end tells.
}
