import type { EngineFaults } from '../../support/faults/engine-proxy.js';
import type { EventFault } from '../../support/faults/spoil-events.js';
import type { EngineFault } from '../../support/faults/engine-proxy.js';
import { engineCallOf, type FaultKind, nameOf, type PlannedFault } from './fault-kinds.js';

const lateMs = 200;

/** The faults that are planned for calls to an engine: per kind of call a queue, of which each call is a turn. */
export class PlannedFaults implements EngineFaults {
  readonly lateMs = lateMs;
  readonly #queues = new Map<string, PlannedFault[]>();
  readonly #passed = new Map<string, number>();
  #met: string[] = [];

  plan(faults: readonly PlannedFault[]): void {
    for (const fault of faults)
      this.#queues.set(fault.call, [...(this.#queues.get(fault.call) ?? []), fault]);
  }

  readonly ofCall = (call: string): EngineFault | undefined => {
    const kind = engineCallOf(call);
    return kind === undefined ? undefined : (this.#next(kind) as EngineFault | undefined);
  };

  readonly ofEvent = (): EventFault | undefined => this.#next('event') as EventFault | undefined;

  /** Whatever is planned and was not met happens no more. The names of those that were met are told once. */
  settle(): readonly string[] {
    this.#queues.clear();
    this.#passed.clear();
    const met = this.#met;
    this.#met = [];
    return met;
  }

  #next(call: FaultKind['call']): FaultKind['fault'] | undefined {
    const queue = this.#queues.get(call);
    const [first] = queue ?? [];
    if (first === undefined) return undefined;
    const passed = this.#passed.get(call) ?? 0;
    this.#passed.set(call, passed < first.skip ? passed + 1 : 0);
    if (passed < first.skip) return undefined;
    queue?.shift();
    this.#met.push(nameOf(first));
    return first.fault;
  }
}
