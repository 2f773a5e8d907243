import type { TaskHandle } from '../../../domain/model/handle.js';
import type { AllocId } from '../../../domain/model/ids.js';
import type { Task } from '../../../domain/model/job.js';
import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { done, err } from '../../../domain/shared/result.js';
import type { KeptAllocation } from '../../../domain/model/kept-allocation.js';
import type { Failure } from '../../../domain/model/report.js';
import { isOver, progressOf } from '../../../domain/keeping/alloc-state.js';
import type { AllocStatus } from '../../agent.js';
import { Bell } from '../bell.js';
import type { Berth } from '../berth.js';
import { GroupRun } from '../group-run.js';
import type { GroupNetworking } from '../network/group-network.js';
import { describeLeftover, type Leftover } from '../pending-removals.js';
import type { KnownAttempts } from '../task-attempt.js';
import type { TaskMemory, TaskRun } from '../task-run.js';
import type { HoldingParts } from './holding-parts.js';
import type { KeptRecord } from './kept-record.js';
import { statusOf } from './status-of.js';

/** What the store knew of an allocation's tasks, by their names. */
export type KnownTasks = ReadonlyMap<string, KnownAttempts>;

/** One allocation that is kept: its group as long as it runs, and what is known of it afterwards. */
export class HeldAllocation {
  readonly #record: KeptRecord;
  readonly #known: KnownTasks;
  readonly #parts: HoldingParts;
  readonly #changed = new Bell();
  readonly #over = new AbortController();
  #group: GroupRun | undefined;
  #tasks: readonly TaskRun[] = [];
  /** Why it has no place to stand on. */
  #homeless: readonly Failure[] = [];
  /** What could not be taken off the host. */
  #left: readonly Failure[] = [];
  #isClear = false;

  constructor(record: KeptRecord, known: KnownTasks, parts: HoldingParts) {
    this.#record = record;
    this.#known = known;
    this.#parts = parts;
  }

  get id(): AllocId {
    return this.#record.value.allocation.id;
  }

  get kept(): KeptAllocation {
    return this.#record.value;
  }

  /** Why what became of it could not be written down yet. */
  get unkept(): RuntimeFault | undefined {
    return this.#record.refusal;
  }

  /** Aborts once none of its tasks will print any more. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Whether something of it is on the host, or may come to be. */
  get isLive(): boolean {
    return !this.#isClear;
  }

  get status(): AllocStatus {
    const sights = new Map(this.#tasks.map((task) => [task.name, task]));
    return statusOf(this.#now, [...this.#homeless, ...this.#left], ({ name }) => {
      const run = sights.get(name);
      const isUnknown = run !== undefined && this.#isUnknown(run);
      return { phase: run?.status.phase, handle: run?.handle, isUnknown };
    });
  }

  /** What is kept, and what was learned since. */
  get #now(): KeptAllocation {
    const learned = Object.fromEntries(this.#tasks.map(({ name, progress }) => [name, progress]));
    return { ...this.kept, tasks: { ...this.kept.tasks, ...learned } };
  }

  /** Those that run just now, or the one of that name if it does. */
  running(task?: string): readonly { readonly run: TaskRun; readonly handle: TaskHandle }[] {
    return this.#tasks.flatMap((run) =>
      run.handle === undefined || (task !== undefined && run.name !== task)
        ? []
        : [{ run, handle: run.handle }],
    );
  }

  /** Runs it, or goes on with it, until nothing of it is left on the host but its directories. Once. */
  async hold(): Promise<void> {
    this.#discardLeftovers();
    const network = this.#parts.networking.of(this.kept);
    const berth = isOver(this.kept) ? undefined : await this.#berth();
    if (berth !== undefined) await this.#runGroup(berth, network);
    this.#over.abort();
    await network.end();
    await this.#clear();
  }

  /** Its tasks are ended in order. Answers once nothing of it is left on the host, or why that could not be done. */
  async stop(): Answer<undefined> {
    if (this.kept.wanted && !isOver(this.kept)) {
      const written = await this.#record.update((kept) => ({ ...kept, wanted: false }));
      if (!written.ok) return written;
    }
    this.#group?.end('stop');
    while (!this.#isClear && this.#left.length === 0) await this.#changed.heard();
    const [left] = this.#left;
    return left === undefined || this.#isClear ? done : err(fault('internal', left.message));
  }

  async #runGroup(berth: Berth, network: GroupNetworking): Promise<void> {
    const { tasks, clock, observer } = this.#parts;
    const { shutdownDelayMs } = berth.allocation.group;
    const memoryOf = (task: Task): TaskMemory => this.#memoryOf(task);
    this.#group = new GroupRun(
      (onChange) => (this.#tasks = tasks.of(berth, { observer, network, memoryOf }, onChange)),
      { clock, shutdownDelayMs },
    );
    if (!this.kept.wanted) this.#group.end('stop');
    await this.#group.run();
    this.#group = undefined;
  }

  /** Where it stands. What can't be made is tried again as long as it is wanted. */
  async #berth(): Promise<Berth | undefined> {
    const { directories, host, clock, policy, closed } = this.#parts;
    const { allocation, ports, cpusets } = this.kept;
    for (;;) {
      const own = await directories.create(allocation.id, allocation.group.tasks);
      if (own.ok) {
        this.#homeless = [];
        void this.#record.update((kept) => ({ ...kept, logs: own.value.logs }));
        return { allocation, ports, cpusets, host, directories: own.value, locate: undefined };
      }
      this.#homeless = [{ message: own.error.message, remedy: own.error.remedy }];
      await clock.sleep(policy.rewriteMs, closed);
      if (!this.kept.wanted && this.#known.size === 0) return undefined;
    }
  }

  #memoryOf({ name }: Task): TaskMemory {
    const known = this.#known.get(name);
    const progress = progressOf(this.kept, name);
    return {
      before:
        known === undefined || progress.phase === 'waiting'
          ? undefined
          : { progress, known, wanted: this.kept.wanted },
      save: (saved) => this.#record.update((kept) => ({ ...kept, tasks: { ...kept.tasks, [name]: saved } })),
      kept: () => this.#record.kept(),
    };
  }

  /** What is left of its attempts is taken off; then they are forgotten. */
  async #clear(): Promise<void> {
    const { removals, store, policy, closed } = this.#parts;
    const isIts = ({ alloc }: Leftover): boolean => alloc === this.id;
    for (let isLeft = true; isLeft;) {
      const left = await Promise.all(removals.map((each) => each.settle(isIts, policy.settleMs, closed)));
      if (closed.aborted) return;
      isLeft = left.flat().length > 0;
      this.#left = left.flat().map(describeLeftover);
      this.#changed.ring();
    }
    // What can't be forgotten is dropped with the allocation, or looked for in vain by the next agent.
    for (const { name } of this.kept.allocation.group.tasks) await store.forget(this.id, name);
    this.#isClear = true;
    this.#changed.ring();
  }

  /** Of a runtime that does not answer nobody knows what its tasks do. */
  #isUnknown(run: TaskRun): boolean {
    const { handle } = run;
    return (
      run.isUnknown || (handle !== undefined && this.#parts.admission.refusal(handle.driver) !== undefined)
    );
  }

  /** Of tasks that have ended for good, or never began, nothing is taken up. */
  #discardLeftovers(): void {
    for (const [task, { attempts }] of this.#known) {
      const { phase } = progressOf(this.kept, task);
      if (phase === 'active' || phase === 'exited') continue;
      for (const attempt of attempts) this.#parts.drivers.get(attempt.driver)?.discard(attempt);
    }
  }
}
