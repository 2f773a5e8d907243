import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import { assignCores } from '../../../domain/job/assign-cores.js';
import { type Allocation, allocationsOf } from '../../../domain/model/allocation.js';
import type { Job } from '../../../domain/model/job.js';
import type { KeptAllocation } from '../../../domain/model/kept-allocation.js';
import type { Failure } from '../../../domain/model/report.js';
import type { Ids } from '../../../domain/ports/ids.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import type { Place } from '../berth.js';
import type { Berths, WithPorts } from '../berths.js';
import { describeProblems } from '../describe-problems.js';
import { FairTurns } from '../fair-turns.js';
import type { HeldAllocation } from './held-allocation.js';
import type { HoldingParts } from './holding-parts.js';
import type { Keeper } from './keeper.js';

export interface SubmissionParts extends HoldingParts {
  readonly keeper: Keeper;
  readonly berths: Pick<Berths, 'choosePorts'>;
  readonly ids: Ids;
}

/** So often are ports chosen anew that somebody else has been promised. */
const choices = 20;

/** Takes on jobs, one after the other: what one is promised, the next must not get. */
export class Submission {
  readonly #parts: SubmissionParts;
  readonly #turns = new FairTurns(1);

  constructor(parts: SubmissionParts) {
    this.#parts = parts;
  }

  submit(job: Job): Answer<readonly HeldAllocation[]> {
    return this.#turns.take('', () => this.#submit(job));
  }

  async #submit(job: Job): Answer<readonly HeldAllocation[]> {
    const { keeper, store, clock } = this.#parts;
    const refusal = keeper.unread ?? this.#refusal(job);
    if (refusal !== undefined) return err(refusal);
    const placed = await this.#place(allocationsOf(job, () => this.#parts.ids.alloc()));
    if (!placed.ok) return placed;
    const kept = placed.value.map(({ allocation, ports, cpusets }): KeptAllocation => ({
      allocation,
      submittedAt: clock.now(),
      ports,
      cpusets,
      logs: undefined,
      wanted: true,
      tasks: {},
    }));
    // Before anything is made, so that nothing is that nobody knows of.
    const stored = await store.keep(kept);
    if (stored.ok) return ok(keeper.take(kept));
    void this.#withdraw(kept);
    return stored;
  }

  /** What could not be kept may have been all the same, and who was refused must not find it running one day. */
  async #withdraw(kept: readonly KeptAllocation[]): Promise<void> {
    const { store, clock, policy, closed } = this.#parts;
    for (const { allocation } of kept)
      while (!closed.aborted && !(await store.drop(allocation.id)).ok)
        await clock.sleep(policy.rewriteMs, closed);
  }

  #refusal(job: Job): RuntimeFault | undefined {
    const { drivers, admission } = this.#parts;
    const wanted = [...new Set(job.groups.flatMap(({ tasks }) => tasks.map(({ driver }) => driver)))];
    const unknown = wanted.find((name) => !drivers.has(name));
    if (unknown !== undefined) return fault('invalid-spec', `there is no driver "${unknown}" here`);
    return wanted.map((name) => admission.refusal(name)).find((refusal) => refusal !== undefined);
  }

  async #place(allocations: readonly Allocation[]): Answer<readonly WithPorts[]> {
    const { host } = this.#parts;
    const live = this.#parts.keeper.held.filter(({ isLive }) => isLive).map(({ kept }) => kept);
    const taken = live.flatMap(({ cpusets }) => Object.values(cpusets));
    const cpusets = assignCores(allocations, host.cores, taken);
    if (!cpusets.ok)
      return err(fault('invalid-spec', describeProblems(cpusets.error), { problems: cpusets.error }));
    const places = allocations.map((allocation) => ({
      allocation,
      host,
      cpusets: cpusets.value.get(allocation.id) ?? {},
      locate: undefined,
    }));
    return this.#choosePorts(places, new Set(live.flatMap(({ ports }) => Object.values(ports))));
  }

  /** A port that was promised may be free still: who is to have it has not begun. */
  async #choosePorts(places: readonly Place[], promised: ReadonlySet<number>): Answer<readonly WithPorts[]> {
    const fixed = places.flatMap(({ allocation }) =>
      allocation.group.network.ports.map((port) => port.static),
    );
    const twice = fixed.find((port) => port !== undefined && promised.has(port));
    if (twice !== undefined)
      return err(fault('invalid-spec', `port ${twice.toString()} is another allocation's`));
    let last: Result<readonly WithPorts[], readonly Failure[]> = err([]);
    for (let choice = 0; choice < choices; choice++) {
      last = await this.#parts.berths.choosePorts(places);
      if (!last.ok) break;
      const isFree = ({ ports }: WithPorts): boolean =>
        !Object.values(ports).some((port) => promised.has(port));
      if (last.value.every(isFree)) return last;
    }
    const why = last.ok ? 'no ports are free' : last.error.map(({ message }) => message).join('; ');
    return err(fault('invalid-spec', why));
  }
}
