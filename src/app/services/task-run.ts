import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import { adviseOn } from '../../domain/faults/runtime-fault.js';
import {
  decideRestart,
  type EndedAttempt,
  endedWith,
  runsAgain,
} from '../../domain/lifecycle/restart-policy.js';
import type { TaskStatus } from '../../domain/lifecycle/group-order.js';
import type { Allocation } from '../../domain/model/allocation.js';
import { allocName } from '../../domain/model/allocation.js';
import type { Happening } from '../../domain/model/event.js';
import type { Exit } from '../../domain/model/exit.js';
import type { TaskHandle } from '../../domain/model/handle.js';
import type { Task } from '../../domain/model/job.js';
import { noProgress, type TaskProgress } from '../../domain/model/kept-allocation.js';
import type { Failure, TaskOutcome, TaskReport } from '../../domain/model/report.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done } from '../../domain/shared/result.js';
import type { AttemptControl, KnownAttempts, TaskAttempts } from './task-attempt.js';

export interface TaskRunParts {
  readonly attempts: Pick<TaskAttempts, 'make' | 'takeUp'>;
  readonly clock: Clock;
  /** From which the jitter of its restarts is made. */
  readonly seed: number;
  readonly tell: (task: string, what: Happening) => void;
  /** Why it did not start, for people. */
  readonly failureOf: (fault: RuntimeFault) => Failure;
  /** Called after each change of status. */
  readonly onChange: () => void;
  readonly memory: TaskMemory;
}

/** What outlives the process that runs the task. */
export interface TaskMemory {
  /** Undefined: it has not begun. */
  readonly before: TaskBefore | undefined;
  /** Keeps how far it has come; a fault when that is not kept yet. */
  readonly save: (progress: TaskProgress) => Answer<undefined>;
  /** Resolves once all that was saved is kept. */
  readonly kept: () => Promise<void>;
}

interface TaskBefore {
  readonly progress: TaskProgress;
  readonly known: KnownAttempts;
  /** False: it was being stopped. */
  readonly wanted: boolean;
}

/** Of a task that ends with the process that runs it. */
export const noMemory: TaskMemory = {
  before: undefined,
  save: () => Promise.resolve(done),
  kept: () => Promise.resolve(),
};

/** One task from its first start to its end: attempt after attempt, as its restart policy has it. */
export class TaskRun {
  readonly #allocation: Allocation;
  readonly #task: Task;
  readonly #parts: TaskRunParts;
  readonly #unwanted = new AbortController();
  readonly #hurried = new AbortController();
  /** Ends the attempt that runs, to be followed by another. */
  #again = new AbortController();
  #phase: TaskStatus['phase'] = 'waiting';
  #progress: TaskProgress;
  #handle: TaskHandle | undefined;
  #isUnknown = false;

  constructor(allocation: Allocation, task: Task, parts: TaskRunParts) {
    this.#allocation = allocation;
    this.#task = task;
    this.#parts = parts;
    const { before } = parts.memory;
    const progress = before?.progress ?? noProgress;
    this.#progress = { ...progress, startedAt: progress.startedAt ?? before?.known.handle?.startedAt };
    const { phase } = this.#progress;
    if (phase !== 'waiting') this.#phase = phase === 'ended' ? 'ended' : 'starting';
    this.#isUnknown = this.#phase === 'starting';
  }

  get name(): string {
    return this.#task.name;
  }

  get status(): TaskStatus {
    const { name, lifecycle: role, leader } = this.#task;
    const { startedAt, outcome } = this.#progress;
    const stopping = this.#unwanted.signal.aborted;
    return { name, role, leader, phase: this.#phase, outcome, ran: startedAt !== undefined, stopping };
  }

  get progress(): TaskProgress {
    return this.#progress;
  }

  /** Of the attempt that runs. */
  get handle(): TaskHandle | undefined {
    return this.#phase === 'running' ? this.#handle : undefined;
  }

  /** Whether it was not yet learned what has become of it. */
  get isUnknown(): boolean {
    return this.#isUnknown;
  }

  get report(): TaskReport {
    const { id: alloc, group } = this.#allocation;
    const { outcome, exit, restarts, startedAt, finishedAt, failure } = this.#progress;
    return {
      alloc,
      allocName: allocName(this.#allocation),
      group: group.name,
      task: this.#task.name,
      driver: this.#task.driver,
      lifecycle: this.#task.lifecycle,
      outcome: outcome ?? 'not-started',
      exit,
      restarts: restarts.length,
      startedAt,
      finishedAt,
      failure,
    };
  }

  /** Runs the task until it has ended for good. Never rejects. */
  async run(): Promise<void> {
    this.#enter('starting');
    for (let ended = await this.#begin(); ; ended = await this.#attempt()) {
      if (this.#unwanted.signal.aborted) return this.#end(this.#hasRun ? 'stopped' : 'not-started');
      if (ended === 'again') continue;
      if (ended === 'hopeless') return this.#end(this.#hasRun ? 'failed' : 'not-started');
      if (!(await this.#goOn(ended))) return;
    }
  }

  /** Ends the task with its signal and its time. */
  stop(why: string): void {
    if (this.#unwanted.signal.aborted) return;
    this.#tell({ type: 'stopping', why });
    this.#unwanted.abort();
    this.#parts.onChange();
  }

  /** Ends the task now. */
  kill(): void {
    if (this.#phase === 'waiting' || this.#phase === 'ended' || this.#hurried.signal.aborted) return;
    this.#tell({ type: 'killing' });
    this.#hurried.abort();
    this.#unwanted.abort();
    this.#parts.onChange();
  }

  /** Ends the attempt that runs in its own time, and makes another, whatever the policy says. False when none runs. */
  restart(): boolean {
    if (this.#phase !== 'running' || this.#unwanted.signal.aborted) return false;
    this.#renew('asked to restart');
    return true;
  }

  #renew(why: string): void {
    if (this.#unwanted.signal.aborted || this.#again.signal.aborted) return;
    this.#tell({ type: 'stopping', why });
    this.#again.abort();
  }

  get #hasRun(): boolean {
    return this.#progress.startedAt !== undefined;
  }

  async #begin(): Promise<EndedAttempt | 'again' | 'hopeless'> {
    const { before } = this.#parts.memory;
    if (before === undefined || before.progress.phase === 'waiting') return this.#attempt();
    const ended = await this.#parts.attempts.takeUp(this.#task, before.known, this.#control());
    this.#isUnknown = false;
    // Who was being stopped has been, whatever it ended with; poststop tasks are never stopped.
    if (!before.wanted && this.#task.lifecycle.hook !== 'poststop') this.#unwanted.abort();
    if (this.#again.signal.aborted) return 'again';
    if (!ended.ok) return this.#startFailed(ended.error);
    if (ended.value === undefined) return this.#attempt();
    const wasRestarted = before.progress.phase === 'active' && before.known.exit !== undefined;
    return wasRestarted ? 'again' : this.#endedWith(ended.value);
  }

  async #attempt(): Promise<EndedAttempt | 'again' | 'hopeless'> {
    if (this.#unwanted.signal.aborted) return 'hopeless';
    this.#again = new AbortController();
    const saved = await this.#save({ phase: 'active' });
    const ended = saved.ok ? await this.#parts.attempts.make(this.#task, this.#control()) : saved;
    if (this.#again.signal.aborted) return 'again';
    return ended.ok ? this.#endedWith(ended.value) : this.#startFailed(ended.error);
  }

  #control(): AttemptControl {
    return {
      stop: AbortSignal.any([this.#unwanted.signal, this.#again.signal]),
      kill: this.#hurried.signal,
      onRunning: (handle, since) => {
        this.#handle = handle;
        this.#isUnknown = false;
        this.#learn({ startedAt: this.#progress.startedAt ?? handle.startedAt, failure: undefined });
        this.#enter('running');
        if (since === 'now') this.#tell({ type: 'started' });
      },
      onUnknown: () => {
        this.#isUnknown = true;
        this.#parts.onChange();
      },
      onExit: async (exit, { attempt, startedAt }) => {
        this.#tell({ type: 'exited', exit });
        const phase = this.#again.signal.aborted ? 'active' : 'exited';
        await this.#save({ phase, exit, attempt, startedAt: this.#progress.startedAt ?? startedAt });
        await this.#parts.memory.kept();
      },
      tell: (what) => {
        this.#tell(what);
      },
      renew: (why) => {
        this.#renew(why);
      },
    };
  }

  #endedWith(exit: Exit): EndedAttempt {
    const { restart, lifecycle } = this.#task;
    return endedWith(exit, restart, runsAgain(this.#allocation.job.type, lifecycle));
  }

  #startFailed(fault: RuntimeFault): EndedAttempt | 'hopeless' {
    if (this.#unwanted.signal.aborted) return 'hopeless';
    const failure = this.#parts.failureOf(fault);
    this.#tell({ type: 'start-failed', ...failure });
    this.#learn({ failure });
    if (adviseOn(fault.kind) === 'give-up') return 'hopeless';
    return { policy: this.#task.restart, success: false, again: false, why: fault.message };
  }

  async #goOn(ended: EndedAttempt): Promise<boolean> {
    const { clock, seed } = this.#parts;
    const { restarts } = this.#progress;
    const decision = decideRestart(ended, { restarts, seed }, clock.now());
    if (decision.do === 'restart') {
      this.#tell({ type: 'restarting', delayMs: decision.delayMs, why: decision.why });
      this.#enter('starting');
      await clock.sleep(decision.delayMs, this.#unwanted.signal);
      // Who no longer wants it is heard before the next attempt.
      if (!this.#unwanted.signal.aborted) this.#learn({ restarts: [...restarts, clock.now()] });
      return true;
    }
    if (decision.do === 'fail') this.#tell({ type: 'not-restarting', why: decision.why });
    const hasRun = this.#hasRun ? 'failed' : 'not-started';
    await this.#end(decision.do === 'complete' ? 'complete' : hasRun);
    return false;
  }

  #enter(phase: TaskStatus['phase']): void {
    this.#phase = phase;
    this.#parts.onChange();
  }

  #learn(more: Partial<TaskProgress>): void {
    this.#progress = { ...this.#progress, ...more };
  }

  #save(more: Partial<TaskProgress>): Answer<undefined> {
    this.#learn(more);
    return this.#parts.memory.save(this.#progress);
  }

  async #end(outcome: TaskOutcome): Promise<void> {
    await this.#save({ phase: 'ended', outcome, finishedAt: this.#parts.clock.now() });
    this.#enter('ended');
  }

  #tell(what: Happening): void {
    this.#parts.tell(this.#task.name, what);
  }
}
