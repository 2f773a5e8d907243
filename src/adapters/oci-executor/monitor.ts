import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';

import type { InstanceId } from '../../domain/model/ids.js';
import { isJsonObject, type Json } from '../../domain/shared/json.js';
import { type BundlePaths, logName, outputName, rootArgument, type RunPaths } from './bundle.js';
import { type CommandEnd, errnoOf } from './read-fault.js';
import { plainEnvironment } from './run-command.js';

export interface MonitorWish {
  readonly conmonPath: string;
  readonly runtimePath: string;
  readonly id: InstanceId;
  readonly run: RunPaths;
  readonly bundle: BundlePaths;
  /** Milliseconds for the OCI runtime to make the container. */
  readonly boundMs: number;
}

export interface Monitor {
  /** Undefined: it could not be run. */
  readonly pid: number | undefined;
  /** The pid of the container's first process, once it is made and waits for its start; or how that failed. */
  readonly made: Promise<{ readonly kind: 'made'; readonly pid: number } | CommandEnd>;
  /** Has the container made: its bundle is complete. */
  begin(): void;
  /** Ends it when it has told nothing yet, and tells `said` in its place. */
  giveUp(said: string): void;
}

const syncPipe = 3;
const startPipe = 4;

/**
 * Runs conmon, which has the OCI runtime make the container, and then stays with it: it keeps what the container prints
 * and writes down how it ended. It outlives the agent, in a session of its own. Before it runs anything it waits for a
 * word, or the end, on its start pipe.
 *
 * The answer comes over conmon's sync pipe: one line of JSON with the pid, or with a negative number and what the runtime
 * said.
 */
export function runMonitor(wish: MonitorWish): Monitor {
  const child = spawn(wish.conmonPath, argumentsOf(wish), {
    // The path of the log is relative: conmon takes a colon in it for a separator.
    cwd: wish.bundle.directory,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: {
      ...plainEnvironment,
      _OCI_SYNCPIPE: syncPipe.toString(),
      _OCI_STARTPIPE: startPipe.toString(),
    },
  });
  const start = child.stdio[startPipe];
  // It has ended before it could read; how is told by the outcome.
  start?.on('error', () => undefined);
  const begin = (): void => {
    if (start instanceof Writable) start.end('\n');
  };
  const givenUp = new AbortController();
  const giveUp = (said: string): void => {
    givenUp.abort(said);
  };
  return { pid: child.pid, made: outcomeOf(child, wish.boundMs, givenUp.signal), begin, giveUp };
}

const argumentsOf = ({ id, run, bundle, runtimePath }: MonitorWish): readonly string[] => [
  ...['--api-version', '1', '--sync', '--full-attach', '--no-sync-log'],
  ...['-c', id, '-u', id, '-n', id, '-b', bundle.directory, '-p', bundle.pid],
  ...['-l', `k8s-file:${outputName}/${logName}`, '--exit-dir', run.exits],
  ...['-r', runtimePath, '--runtime-arg', rootArgument(run)],
  // Otherwise the runtime's own warnings would be the first that the task prints.
  ...['--runtime-arg', `--log=${bundle.runtimeLog}`],
];

function outcomeOf(child: ChildProcess, boundMs: number, givenUp: AbortSignal): Monitor['made'] {
  return new Promise((resolve) => {
    let answer = '';
    let said = '';
    const sync = child.stdio[syncPipe];
    const finish = (outcome: Awaited<Monitor['made']>): void => {
      clearTimeout(timer);
      givenUp.removeEventListener('abort', giveUp);
      for (const stream of [sync, child.stderr, child.stdio[startPipe]]) stream?.destroy();
      child.unref();
      resolve(outcome);
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      finish({ kind: 'late', boundMs });
    }, boundMs);
    const giveUp = (): void => {
      child.kill('SIGKILL');
      finish({ kind: 'code', code: -1, said: String(givenUp.reason) });
    };
    givenUp.addEventListener('abort', giveUp);
    child.on('error', (cause) => {
      finish({ kind: 'not-run', cause });
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('close', (code) => {
      finish({ kind: 'code', code: code ?? -1, said });
    });
    // Its streams do not close then: the runtime that it ran has them, and may wait for it for ever.
    child.on('exit', (_, killedBy) => {
      if (killedBy !== null) finish({ kind: 'code', code: -1, said: `conmon was killed by ${killedBy}` });
    });
    if (sync instanceof Readable)
      sync.setEncoding('utf8').on('data', (text: string) => {
        answer += text;
        if (answer.includes('\n')) finish(readAnswer(answer));
      });
    sync?.on('error', (cause: unknown) => {
      if (errnoOf(cause) !== 'ECONNRESET') finish({ kind: 'not-run', cause });
    });
  });
}

function readAnswer(line: string): Awaited<Monitor['made']> {
  const answer = parsed(line);
  const data = isJsonObject(answer) ? answer['data'] : undefined;
  const message = isJsonObject(answer) ? answer['message'] : undefined;
  return typeof data === 'number' && data > 0
    ? { kind: 'made', pid: data }
    : { kind: 'code', code: 1, said: typeof message === 'string' ? message : line };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
