import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import type { TaskDriver } from '../../../domain/ports/task-driver.js';
import type { RuntimeHealth } from '../../agent.js';
import type { StartAdmission } from '../allocation-tasks.js';

export interface DriverHealthParts {
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly clock: Clock;
  readonly policy: HealthPolicy;
}

export interface HealthPolicy {
  /** Milliseconds from one look at a driver that works to the next. */
  readonly fingerprintMs: number;
  /** At one that does not. */
  readonly unhealthyMs: number;
}

type Fingerprint = Awaited<ReturnType<TaskDriver['fingerprint']>>;

/** Whether drivers work, by a look at each of them now and then. Who runs under one is not touched by what is seen. */
export class DriverHealth implements StartAdmission {
  readonly #parts: DriverHealthParts;
  readonly #seen = new Map<string, Fingerprint>();
  readonly #closed = new AbortController();
  #watching: Promise<unknown> | undefined;

  constructor(parts: DriverHealthParts) {
    this.#parts = parts;
  }

  /** Looks at all of them once; then goes on. Once per process. */
  async start(): Promise<void> {
    const names = [...this.#parts.drivers.keys()];
    await Promise.all(names.map((name) => this.look(name)));
    this.#watching ??= Promise.all(names.map((name) => this.#watch(name)));
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#watching;
  }

  /** Looks now. */
  async look(name: string): Answer<undefined> {
    const driver = this.#parts.drivers.get(name);
    if (driver === undefined)
      return { ok: false, error: fault('unsupported', `there is no driver "${name}"`) };
    const seen = await driver.fingerprint(this.#closed.signal);
    if (!this.#closed.signal.aborted) this.#seen.set(name, seen);
    return seen.ok ? { ok: true, value: undefined } : seen;
  }

  refusal(name: string): RuntimeFault | undefined {
    const seen = this.#seen.get(name);
    if (seen === undefined || seen.ok) return undefined;
    const { message, remedy } = seen.error;
    return fault('unavailable', `driver ${name} can't run tasks now: ${message}`, {
      ...(remedy === undefined ? {} : { remedy }),
      cause: seen.error,
    });
  }

  get all(): readonly RuntimeHealth[] {
    return Array.from(this.#parts.drivers.keys(), (runtime) => {
      const seen = this.#seen.get(runtime);
      if (seen === undefined)
        return { runtime, healthy: false, summary: 'not looked at yet', remedy: undefined };
      return seen.ok
        ? { runtime, healthy: true, summary: seen.value.summary, remedy: undefined }
        : { runtime, healthy: false, summary: seen.error.message, remedy: seen.error.remedy };
    });
  }

  async #watch(name: string): Promise<void> {
    const { clock, policy } = this.#parts;
    const { signal } = this.#closed;
    for (;;) {
      const healthy = this.#seen.get(name)?.ok === true;
      await clock.sleep(healthy ? policy.fingerprintMs : policy.unhealthyMs, signal);
      if (signal.aborted) return;
      await this.look(name);
    }
  }
}
