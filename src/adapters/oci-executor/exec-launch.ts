import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

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
}

/**
 * Has the OCI runtime run a command in a container. With a terminal the runtime wants one of its own, which it connects
 * with that of the command: `script` makes one out of the pipes that Node has.
 */
export function launch(wish: LaunchWish): Launched {
  const path = wish.terminal === undefined ? shell : 'script';
  const args = wish.terminal === undefined ? ['-c', line(wish)] : ['-qefc', line(wish), '/dev/null'];
  // `script` runs what it is given by this shell.
  const env = { ...plainEnvironment, SHELL: shell };
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
  for (const stream of [child, child.stdin, child.stdout, child.stderr]) stream.on('error', ignore);
  // What nobody listens to is thrown away by Node once the program has ended.
  for (const stream of [child.stdout, child.stderr]) stream.on('readable', ignore);
  return { child, input: child.stdin, stdout: child.stdout, stderr: child.stderr };
}

const shell = '/bin/sh';

/** The command inherits the oom score of its runtime, and that one the agent's. */
const line = ({ words, terminal, oomScoreAdj }: LaunchWish): string =>
  [
    `{ echo ${oomScoreAdj.toString()} >/proc/self/oom_score_adj; } 2>/dev/null`,
    ...(terminal === undefined ? [] : [`stty ${sizeWords(terminal).join(' ')}`]),
    `exec ${words.map(quoted).join(' ')}`,
  ].join('; ');

/** As `stty` takes it. */
export const sizeWords = ({ columns, rows }: TerminalSize): readonly string[] => [
  ...['cols', columns.toString()],
  ...['rows', rows.toString()],
];

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

function ignore(): void {
  // Of a pipe that nobody reads any more, or a program that could not be run, its end tells.
}
