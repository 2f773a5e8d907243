import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { Exit } from '../../domain/model/exit.js';
import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type { Instance, InstanceHint } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { steadfast } from './steadfast.js';

/** What this service needs of a runtime, whatever its specs. */
export interface Watching {
  inspect(id: InstanceId, signal: AbortSignal): Answer<Instance>;
  running(owner: OwnerId, signal: AbortSignal): Answer<ReadonlySet<InstanceId>>;
  watch(owner: OwnerId, signal: AbortSignal): AsyncIterable<InstanceHint>;
}

type Ended = Result<Exit, RuntimeFault>;
type Settle = (ended: Ended) => void;

/**
 * Learns how instances of one runtime end. Hints make it fast; one list per period, for all of them together, makes
 * it right. Works only while somebody waits.
 */
export class ExitWatch {
  readonly #runtime: Watching;
  readonly #owner: OwnerId;
  readonly #clock: Clock;
  readonly #periodMs: number;
  readonly #waiting = new Map<InstanceId, Set<Settle>>();
  #working: AbortController | undefined;

  constructor(runtime: Watching, owner: OwnerId, clock: Clock, periodMs: number) {
    this.#runtime = runtime;
    this.#owner = owner;
    this.#clock = clock;
    this.#periodMs = periodMs;
  }

  /** Answers once the instance has ended; `unavailable` when `signal` aborts before. */
  wait(id: InstanceId, signal: AbortSignal): Answer<Exit> {
    return new Promise((resolve) => {
      const settle = (ended: Ended): void => {
        signal.removeEventListener('abort', giveUp);
        this.#forget(id, settle);
        resolve(ended);
      };
      const giveUp = (): void => {
        settle(err({ kind: 'unavailable', message: 'no longer waited for' }));
      };
      this.#remember(id, settle);
      signal.addEventListener('abort', giveUp, { once: true });
      if (signal.aborted) giveUp();
      else void this.#lookAt(id);
    });
  }

  #remember(id: InstanceId, settle: Settle): void {
    this.#waiting.set(id, (this.#waiting.get(id) ?? new Set<Settle>()).add(settle));
    if (this.#working !== undefined) return;
    this.#working = new AbortController();
    void this.#followHints(this.#working.signal);
    void this.#sweep(this.#working.signal);
  }

  #forget(id: InstanceId, settle: Settle): void {
    const settlers = this.#waiting.get(id);
    settlers?.delete(settle);
    if (settlers?.size === 0) this.#waiting.delete(id);
    if (this.#waiting.size > 0) return;
    this.#working?.abort();
    this.#working = undefined;
  }

  async #followHints(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for await (const { id } of this.#runtime.watch(this.#owner, signal)) {
        if (this.#waiting.has(id)) void this.#lookAt(id);
      }
      await this.#clock.sleep(this.#periodMs, signal);
    }
  }

  async #sweep(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#clock.sleep(this.#periodMs, signal);
      if (signal.aborted) return;
      const running = await this.#runtime.running(this.#owner, signal);
      if (!running.ok) continue;
      for (const id of [...this.#waiting.keys()].filter((waited) => !running.value.has(waited)))
        void this.#lookAt(id);
    }
  }

  async #lookAt(id: InstanceId): Promise<void> {
    const ended = endOf(await this.#runtime.inspect(id, steadfast()));
    if (ended === undefined) return;
    for (const settle of [...(this.#waiting.get(id) ?? [])]) settle(ended);
  }
}

/** How the instance ended, if what was seen tells that it did. */
function endOf(seen: Result<Instance, RuntimeFault>): Ended | undefined {
  if (seen.ok) return seen.value.state.phase === 'exited' ? ok(seen.value.state.exit) : undefined;
  if (seen.error.kind !== 'not-found') return undefined;
  return ok({ kind: 'unknown', why: 'it was removed by somebody else', oom: false });
}
