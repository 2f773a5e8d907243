import type { Duplex } from 'node:stream';

import { fault } from '../../../domain/faults/runtime-fault.js';
import type { ExecSession, ExecWish, TerminalSize } from '../../../domain/model/exec.js';
import type { InstanceId } from '../../../domain/model/ids.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok } from '../../../domain/shared/result.js';
import type { EngineConnection } from '../connection/engine-connection.js';
import type { Call } from '../connection/read-fault.js';
import { type EngineContainers, pathOf } from '../container/engine-containers.js';
import type { Deadlines } from '../deadlines.js';
import { EngineExecSession } from './engine-exec-session.js';
import { ContainerProcesses, type EngineHost } from './exec-processes.js';
import { RunningExec } from './running-exec.js';

export interface EngineExecsParts {
  readonly engine: EngineConnection;
  readonly containers: EngineContainers;
  readonly host: EngineHost;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
}

/** Runs commands beside the first processes of containers. */
export class EngineExecs {
  readonly #parts: EngineExecsParts;

  constructor(parts: EngineExecsParts) {
    this.#parts = parts;
  }

  async exec(id: InstanceId, wish: ExecWish, signal: AbortSignal): Answer<ExecSession> {
    const processes = await this.#processesOf(id, signal);
    if (!processes.ok) return processes;
    const made = await this.#create(id, wish, signal);
    if (!made.ok) return made;
    const exec = new RunningExec(this.#parts, made.value, processes.value);
    const connected = await this.#connect(made.value, wish, signal);
    if (!connected.ok) {
      // It may run all the same.
      if (connected.error.kind === 'outcome-unknown') void exec.end();
      return connected;
    }
    const refusal = await exec.started(connected.value, wish.terminal !== undefined, signal);
    if (refusal === undefined) return ok(await this.#sessionOf(exec, connected.value, wish.terminal));
    connected.value.destroy();
    void exec.end();
    return err(refusal);
  }

  async #processesOf(id: InstanceId, signal: AbortSignal): Answer<ContainerProcesses> {
    const seen = await this.#parts.containers.inspect(id, signal);
    if (!seen.ok) return seen;
    const { id: fullId, state } = seen.value;
    if (state.phase !== 'running') return err(fault('not-found', `container ${id} is not running`));
    return ContainerProcesses.of(this.#parts.host, this.#parts.clock, { id: fullId, pid: state.pid });
  }

  async #create(id: InstanceId, { command, terminal }: ExecWish, signal: AbortSignal): Answer<string> {
    const call = this.#call('command', `run ${command[0]} in ${id}`);
    const attached = { AttachStdin: true, AttachStdout: true, AttachStderr: true };
    const _body = { ...attached, Tty: terminal !== undefined, Cmd: command };
    const made = await this.#parts.engine.ask(call, signal, (client, options) =>
      client.getContainer(pathOf(id)).exec({ ...options, _body }),
    );
    if (!made.ok) return made.error.kind === 'conflict' ? err({ ...made.error, kind: 'not-found' }) : made;
    const { id: exec } = made.value;
    return typeof exec === 'string' && exec !== ''
      ? ok(encodeURIComponent(exec))
      : err(fault('internal', `${call.name}: the engine did not say what it made`));
  }

  #connect(exec: string, { command, terminal }: ExecWish, signal: AbortSignal): Answer<Duplex> {
    const call = this.#call('command', `run ${command[0]}`);
    const _body = { Detach: false, Tty: terminal !== undefined };
    return this.#parts.engine.connect(call, signal, (client, options) =>
      client.getExec(exec).start({ ...options, hijack: true, _body }),
    );
  }

  async #sessionOf(exec: RunningExec, socket: Duplex, size: TerminalSize | undefined): Promise<ExecSession> {
    if (size !== undefined) await exec.resize(size);
    return new EngineExecSession(socket, size !== undefined, {
      resize: (wanted) => void exec.resize(wanted),
      ended: (closed) => exec.ended(closed),
      clear: () => exec.end(),
    });
  }

  #call(effect: Call['effect'], name: string): Call {
    return { name, effect, boundMs: this.#parts.deadlines.exec };
  }
}
