import type { TaskHandle } from '../../domain/model/handle.js';
import type { Task } from '../../domain/model/job.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import { onAbort } from './on-abort.js';
import { steadfast } from './steadfast.js';

export interface EndingTask {
  readonly driver: TaskDriver;
  readonly handle: TaskHandle;
  readonly task: Task;
  readonly clock: Clock;
  /** Milliseconds from the kill until the task counts as stuck. */
  readonly verifyMs: number;
}

/** Ends one running task when it is no longer wanted: in order after its shutdown delay, or at once. */
export class TaskEnding {
  readonly #ending: EndingTask;
  readonly #onStuck: (message: string) => void;
  readonly #over = new AbortController();

  constructor(ending: EndingTask, onStuck: (message: string) => void) {
    this.#ending = ending;
    this.#onStuck = onStuck;
  }

  follow({ stop, kill }: { readonly stop: AbortSignal; readonly kill: AbortSignal }): void {
    const { task } = this.#ending;
    onAbort(kill, this.#over.signal, () => void this.#end(0));
    onAbort(stop, this.#over.signal, () => void this.#endAfterDelay(task.shutdownDelayMs, kill));
  }

  /** The task has ended by itself, or was ended: nothing more is asked of it. */
  forget(): void {
    this.#over.abort();
  }

  async #endAfterDelay(delayMs: number, kill: AbortSignal): Promise<void> {
    if (delayMs > 0) await this.#ending.clock.sleep(delayMs, AbortSignal.any([kill, this.#over.signal]));
    if (!kill.aborted && !this.#over.signal.aborted) await this.#end(this.#ending.task.killTimeoutMs);
  }

  async #end(killTimeoutMs: number): Promise<void> {
    const { driver, handle, task, verifyMs } = this.#ending;
    const stopped = await driver.stop(
      handle,
      { signal: task.killSignal, killTimeoutMs, verifyMs },
      steadfast(),
    );
    if (!stopped.ok && !this.#over.signal.aborted) this.#onStuck(stopped.error.message);
  }
}
