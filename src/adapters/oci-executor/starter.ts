import { writeFile } from 'node:fs/promises';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import { bundlePaths, rootArgument, type RunPaths } from './bundle.js';
import { type Observation, stateOf } from './observation.js';
import { notThere, type Observer } from './observer.js';
import { commandFault } from './read-fault.js';
import { runCommand } from './run-command.js';

const startBoundMs = 10_000;

/** Opens the gate at which a made instance waits. */
export class Starter {
  readonly #run: RunPaths;
  readonly #observer: Observer;
  readonly #clock: Clock;

  constructor(run: RunPaths, observer: Observer, clock: Clock) {
    this.#run = run;
    this.#observer = observer;
    this.#clock = clock;
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

  async #open(id: InstanceId, { record }: Observation): Answer<undefined> {
    const { started, runtimeLog } = bundlePaths(this.#run, id);
    const args = [rootArgument(this.#run), `--log=${runtimeLog}`, 'start', id];
    const [end] = await Promise.all([
      runCommand(record.runtime, args, startBoundMs),
      writeFile(started, this.#clock.now().toString()),
    ]);
    if (end.kind === 'code' && end.code === 0) return done;
    // It may have been started all the same: the gate tells.
    const seen = await this.#observer.observe(id);
    if (seen === undefined) return err(notThere(id));
    return ['running', 'exited'].includes(stateOf(seen).phase)
      ? done
      : err(commandFault(`${record.runtime} start`, end));
  }
}
