import type { Happening } from '../../domain/model/event.js';
import type { Exit } from '../../domain/model/exit.js';
import type { TaskHandle } from '../../domain/model/handle.js';
import type { Instant } from '../../domain/model/ids.js';
import type { LogChunk } from '../../domain/model/instance.js';
import type { Task } from '../../domain/model/job.js';
import type { TaskRequest } from '../../domain/model/task-request.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { TaskLog } from '../../domain/ports/log-sink.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import type { TaskStore } from '../../domain/ports/task-store.js';
import { err, ok } from '../../domain/shared/result.js';
import { followOutput, type OutputSource, type ReopenPolicy } from './follow-output.js';
import { type DrainPolicy, OutputPump } from './pump-output.js';
import { steadfast } from './steadfast.js';
import { TaskEnding } from './task-ending.js';

export interface AttemptParts {
  readonly driverOf: (name: string) => TaskDriver | undefined;
  /** Everything resolved anew, since a new attempt has a new token and the host may have changed. */
  readonly request: (task: Task) => Answer<TaskRequest>;
  readonly openLog: (task: Task) => Answer<TaskLog>;
  readonly show: (task: string, chunk: LogChunk) => Promise<void>;
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly policy: AttemptPolicy;
}

export interface AttemptPolicy extends DrainPolicy, ReopenPolicy {
  /** Milliseconds from the kill until a task counts as stuck. */
  readonly verifyMs: number;
}

export interface AttemptControl {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
  readonly onStarted: (at: Instant) => void;
  readonly tell: (what: Happening) => void;
}

/** Makes attempts of tasks: each from its token to the proof that nothing of it is left. */
export class TaskAttempts {
  readonly #parts: AttemptParts;

  constructor(parts: AttemptParts) {
    this.#parts = parts;
  }

  /** Answers with how the task ended, or why it did not start. Nothing of the attempt is left on the host then. */
  async make(task: Task, control: AttemptControl): Answer<Exit> {
    const { store, clock } = this.#parts;
    const driver = this.#parts.driverOf(task.driver);
    if (driver === undefined)
      return err({ kind: 'unsupported', message: `there is no driver "${task.driver}"` });
    const request = await this.#parts.request(task);
    if (!request.ok) return request;
    const { alloc, attempt: token } = request.value.identity;
    const intended = await store.intend({
      token,
      alloc,
      task: task.name,
      driver: driver.name,
      intendedAt: clock.now(),
    });
    if (!intended.ok) return intended;
    const started = await driver.start(request.value, pullReport(control), control.stop);
    if (!started.ok) return started;
    await store.remember(started.value);
    const ended = await this.#live(driver, started.value, task, control);
    const destroyed = await driver.destroy(started.value, steadfast());
    if (destroyed.ok) await store.forget(alloc, task.name);
    else control.tell({ type: 'warning', message: `is still on the host: ${destroyed.error.message}` });
    return ok(ended);
  }

  async #live(driver: TaskDriver, handle: TaskHandle, task: Task, control: AttemptControl): Promise<Exit> {
    const { clock, policy } = this.#parts;
    const pump = await this.#startPump(driver, handle, task, control);
    control.onStarted(handle.startedAt);
    const hopeless = new AbortController();
    const ending = new TaskEnding({ driver, handle, task, clock, verifyMs: policy.verifyMs }, (message) => {
      control.tell({ type: 'stuck', message });
      hopeless.abort();
    });
    ending.follow(control);
    const ended = await driver.wait(handle, hopeless.signal);
    ending.forget();
    const enough = AbortSignal.any([control.kill, hopeless.signal]);
    if (!(await pump.drain(policy, enough)) && !enough.aborted)
      control.tell({ type: 'warning', message: 'some of its output may be missing: its end did not come' });
    return ended.ok ? ended.value : { kind: 'unknown', why: 'it could not be killed', oom: false };
  }

  async #startPump(
    driver: TaskDriver,
    handle: TaskHandle,
    task: Task,
    control: AttemptControl,
  ): Promise<OutputPump> {
    const pump = new OutputPump(this.#parts.clock);
    const warn = (message: string): void => {
      control.tell({ type: 'warning', message: `its output is no longer kept: ${message}` });
    };
    const log = await this.#parts.openLog(task);
    if (!log.ok) warn(log.error.message);
    pump.start(
      (signal, ending) => followOutput(outputOf(driver, handle), this.#parts, signal, ending),
      {
        log: log.ok ? log.value : undefined,
        show: (chunk) => this.#parts.show(task.name, chunk),
      },
      warn,
    );
    return pump;
  }
}

const outputOf = (driver: TaskDriver, handle: TaskHandle): OutputSource => ({
  open: (after, signal) => driver.logs(handle, after, signal),
  hasEnded: async (signal) => {
    const seen = await driver.inspect(handle, signal);
    return seen.ok ? seen.value.state.phase === 'exited' : seen.error.kind === 'not-found';
  },
});

const pullReport = ({ tell }: AttemptControl): Parameters<TaskDriver['start']>[1] => ({
  onPull: (image, progress) => {
    tell({ type: 'pulling', image, progress });
  },
  onPulled: (image) => {
    tell({ type: 'pulled', image });
  },
});
