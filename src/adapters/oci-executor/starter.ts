import { writeFile } from 'node:fs/promises';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import { bundlePaths, rootArgument, type RunPaths } from './bundle.js';
import { type Observation, stateOf } from './observation.js';
import { notThere, type Observer } from './observer.js';
import { commandFault } from './read-fault.js';
import { runCommand } from './run-command.js';

const startBoundMs = 10_000;
/** Milliseconds for a process to become its task's: one that may use next to nothing of a processor takes its time. */
const becomingBoundMs = 3000;
const never = new AbortController().signal;

export interface StarterPorts {
  readonly clock: Clock;
  readonly processes: ProcessTable;
}

/** Opens the gate at which a made instance waits. */
export class Starter {
  readonly #run: RunPaths;
  readonly #observer: Observer;
  readonly #clock: Clock;
  readonly #processes: ProcessTable;

  constructor(run: RunPaths, observer: Observer, { clock, processes }: StarterPorts) {
    this.#run = run;
    this.#observer = observer;
    this.#clock = clock;
    this.#processes = processes;
  }

  async start(id: InstanceId): Answer<undefined> {
    const seen = await this.#observer.observe(id);
    if (seen === undefined) return err(notThere(id));
    const state = stateOf(seen);
    if (state.phase === 'running' || state.phase === 'exited') return done;
    if (state.phase === 'unknown') return err(fault('internal', `${id} can't be started: ${state.why}`));
    if (!seen.monitorLives)
      return err(fault('internal', `${id} can't be started: nobody would learn how it ends`));
    return this.#open(id, seen);
  }

  async #open(id: InstanceId, { record, task }: Observation): Answer<undefined> {
    const before = task === undefined ? undefined : await this.#processes.program(task);
    const { started, runtimeLog } = bundlePaths(this.#run, id);
    const args = [rootArgument(this.#run), `--log=${runtimeLog}`, 'start', id];
    const [end] = await Promise.all([
      runCommand(record.runtime, args, startBoundMs),
      writeFile(started, this.#clock.now().toString()),
    ]);
    if (end.kind !== 'code' || end.code !== 0) {
      // It may have been started all the same: the gate tells.
      const seen = await this.#observer.observe(id);
      if (seen === undefined) return err(notThere(id));
      if (!['running', 'exited'].includes(stateOf(seen).phase))
        return err(commandFault(`${record.runtime} start`, end));
    }
    if (task !== undefined && before?.ok === true) await this.#untilOther(task, before.value);
    return done;
  }

  /** The OCI runtime answers as soon as it told its own first process to become the task's. */
  async #untilOther(task: ProcessIdentity, before: string | undefined): Promise<void> {
    const patientUntil = this.#clock.steady() + becomingBoundMs;
    for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
      const now = await this.#processes.program(task);
      if (!now.ok || now.value === undefined || now.value !== before) return;
      if (this.#clock.steady() > patientUntil) return;
      await this.#clock.sleep(waitMs, never);
    }
  }
}
