import type { Attempt, TaskHandle } from '../../domain/model/handle.js';
import type { Instance } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import { err } from '../../domain/shared/result.js';
import type { FairTurns } from './fair-turns.js';

export interface SightPolicy {
  /** Milliseconds that one look may take. */
  readonly lookMs: number;
  /** Before the next one; doubled for each further one. Milliseconds. */
  readonly lookAgainMs: number;
  readonly lookAgainMaxMs: number;
}

export interface SightParts {
  readonly clock: Clock;
  /** So that a crowd does not fall upon the runtime at once. */
  readonly turns: FairTurns;
  readonly policy: SightPolicy;
}

/** Who looks, and until when. */
export interface Looking {
  /** Gives up waiting for the host to say. */
  readonly stop: AbortSignal;
  readonly onUnknown: (why: string) => void;
}

/** What a task of before has become: what was made of it, or `gone`, when nothing of it is there, or it never ran. */
export type Sight = Instance | 'untold' | { readonly gone: string };

/** Looks for what tasks of before have become, again and again until the host says. Reads only. */
export class TaskSights {
  readonly #parts: SightParts;

  constructor(parts: SightParts) {
    this.#parts = parts;
  }

  /** `untold` when it was no longer to be waited for. */
  async of(driver: TaskDriver, handle: TaskHandle, looking: Looking): Promise<Sight> {
    const seen = await this.#untilTold(handle.task, looking, async (signal) => {
      const seen = await driver.inspect(handle, signal);
      const { state } = seen.ok ? seen.value : {};
      return state?.phase === 'unknown' ? err({ kind: 'unavailable', message: state.why }) : seen;
    });
    if (seen.ok) return seen.value.state.phase === 'created' ? { gone: 'it was never started' } : seen.value;
    return seen.error.kind === 'not-found' ? { gone: 'nothing of it is on the host any more' } : 'untold';
  }

  /** Of several attempts of one task, the one that made something. Goes on however little it is waited for. */
  async find(
    driver: TaskDriver,
    attempts: readonly Attempt[],
    onUnknown: Looking['onUnknown'],
  ): Promise<TaskHandle | undefined> {
    const never = new AbortController().signal;
    for (const attempt of attempts.toReversed()) {
      const found = await this.#untilTold(attempt.task, { stop: never, onUnknown }, (signal) =>
        driver.find(attempt, signal),
      );
      if (found.ok) return found.value;
    }
    return undefined;
  }

  /** The first answer that is one: a success, or that nothing is there; the last one when `stop` aborts. */
  async #untilTold<T>(
    key: string,
    { stop, onUnknown }: Looking,
    look: (signal: AbortSignal) => Answer<T>,
  ): Answer<T> {
    const { turns, policy, clock } = this.#parts;
    for (let pauseMs = policy.lookAgainMs; ; pauseMs = Math.min(policy.lookAgainMaxMs, pauseMs * 2)) {
      const seen = await turns.take(key, () => this.#bounded(look));
      if (seen.ok || seen.error.kind === 'not-found' || stop.aborted) return seen;
      onUnknown(seen.error.message);
      await clock.sleep(pauseMs, stop);
    }
  }

  async #bounded<T>(look: (signal: AbortSignal) => Answer<T>): Answer<T> {
    const { clock, policy } = this.#parts;
    const [late, over] = [new AbortController(), new AbortController()];
    void clock.sleep(policy.lookMs, over.signal).then(() => {
      late.abort();
    });
    const seen = await look(late.signal);
    over.abort('over');
    return seen;
  }
}
