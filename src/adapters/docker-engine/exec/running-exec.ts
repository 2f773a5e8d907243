import type { Duplex } from 'node:stream';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { TerminalSize } from '../../../domain/model/exec.js';
import type { Exit } from '../../../domain/model/exit.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { ok } from '../../../domain/shared/result.js';
import type { EngineConnection } from '../connection/engine-connection.js';
import type { Deadlines } from '../deadlines.js';
import type { ContainerProcesses } from './exec-processes.js';
import { type ExecState, readExec } from './read-exec.js';
import { readRefusal } from './read-refusal.js';

/** Milliseconds for a command to show that was given up while the engine was about to run it. */
const showingBoundMs = 10_000;
const never = new AbortController().signal;

export interface RunningExecParts {
  readonly engine: EngineConnection;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
}

/** One command that an engine was asked to run. */
export class RunningExec {
  readonly #parts: RunningExecParts;
  /** In a path. */
  readonly #id: string;
  readonly #processes: ContainerProcesses;

  constructor(parts: RunningExecParts, id: string, processes: ContainerProcesses) {
    this.#parts = parts;
    this.#id = id;
    this.#processes = processes;
  }

  /** Undefined once it runs, or ran; otherwise why it does not. What the engine says to that comes over the connection. */
  async started(socket: Duplex, terminal: boolean, signal: AbortSignal): Promise<RuntimeFault | undefined> {
    const { clock, deadlines } = this.#parts;
    const deadline = clock.steady() + deadlines.exec;
    for (let waitMs = 5; clock.steady() < deadline; waitMs = Math.min(waitMs * 2, 50)) {
      const state = await this.#look(signal);
      if (signal.aborted) break;
      if (!state.ok) return state.error;
      const { phase } = state.value;
      if (phase === 'running' || (phase === 'ended' && state.value.pid > 0)) return undefined;
      if (phase === 'ended') return fault('invalid-spec', await readRefusal(socket, terminal, clock));
      await clock.sleep(waitMs, signal);
    }
    return fault('outcome-unknown', 'the command was given up while the engine was about to run it');
  }

  async resize({ columns, rows }: TerminalSize): Promise<void> {
    const call = { name: 'resize', effect: 'query', boundMs: this.#parts.deadlines.query } as const;
    await this.#parts.engine.ask(call, never, (client, options) =>
      client.getExec(this.#id).resize({ ...options, _query: { h: rows, w: columns } }),
    );
  }

  /** How it ended, once it has; undefined when the engine does not tell, or nobody waits any more. */
  async ended(closed: AbortSignal): Promise<Exit | undefined> {
    for (let waitMs = 5; !closed.aborted; waitMs = Math.min(waitMs * 2, 200)) {
      const state = await this.#look(closed);
      if (!state.ok) return undefined;
      if (state.value.phase === 'ended') return state.value.exit;
      await this.#parts.clock.sleep(waitMs, closed);
    }
    return undefined;
  }

  /** Kills it, and what came of it. */
  async end(): Promise<void> {
    const { clock } = this.#parts;
    const deadline = clock.steady() + showingBoundMs;
    for (let waitMs = 5; clock.steady() < deadline; waitMs = Math.min(waitMs * 2, 200)) {
      const state = await this.#look(never);
      if (!state.ok && state.error.kind === 'not-found') return;
      if (state.ok && state.value.phase !== 'starting') {
        if (state.value.pid > 0) await this.#processes.end(state.value.pid);
        return;
      }
      await clock.sleep(waitMs, never);
    }
  }

  async #look(signal: AbortSignal): Answer<ExecState> {
    const call = {
      name: 'inspect a command',
      effect: 'query',
      boundMs: this.#parts.deadlines.query,
    } as const;
    const shown = await this.#parts.engine.ask(call, signal, (client, options) =>
      client.getExec(this.#id).inspect(options),
    );
    return shown.ok ? ok(readExec(shown.value)) : shown;
  }
}
