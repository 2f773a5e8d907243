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
import type { Instant } from '../../domain/model/ids.js';
import type { Task } from '../../domain/model/job.js';
import type { Failure, TaskOutcome, TaskReport } from '../../domain/model/report.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { TaskAttempts } from './task-attempt.js';

export interface TaskRunParts {
  readonly attempts: TaskAttempts;
  readonly clock: Clock;
  /** From which the jitter of its restarts is made. */
  readonly seed: number;
  readonly tell: (task: string, what: Happening) => void;
  /** Why it did not start, for people. */
  readonly failureOf: (fault: RuntimeFault) => Failure;
  /** Called after each change of status. */
  readonly onChange: () => void;
}

/** One task from its first start to its end: attempt after attempt, as its restart policy has it. */
export class TaskRun {
  readonly #allocation: Allocation;
  readonly #task: Task;
  readonly #parts: TaskRunParts;
  readonly #unwanted = new AbortController();
  readonly #hurried = new AbortController();
  #phase: TaskStatus['phase'] = 'waiting';
  #outcome: TaskOutcome | undefined;
  #exit: Exit | undefined;
  #failure: Failure | undefined;
  #restarts: readonly Instant[] = [];
  #startedAt: Instant | undefined;
  #finishedAt: Instant | undefined;

  constructor(allocation: Allocation, task: Task, parts: TaskRunParts) {
    this.#allocation = allocation;
    this.#task = task;
    this.#parts = parts;
  }

  get name(): string {
    return this.#task.name;
  }

  get status(): TaskStatus {
    const { name, lifecycle: role, leader } = this.#task;
    const ran = this.#startedAt !== undefined;
    const stopping = this.#unwanted.signal.aborted;
    return { name, role, leader, phase: this.#phase, outcome: this.#outcome, ran, stopping };
  }

  get report(): TaskReport {
    const { id: alloc, group } = this.#allocation;
    return {
      alloc,
      allocName: allocName(this.#allocation),
      group: group.name,
      task: this.#task.name,
      driver: this.#task.driver,
      lifecycle: this.#task.lifecycle,
      outcome: this.#outcome ?? 'not-started',
      exit: this.#exit,
      restarts: this.#restarts.length,
      startedAt: this.#startedAt,
      finishedAt: this.#finishedAt,
      failure: this.#failure,
    };
  }

  /** Runs the task until it has ended for good. Never rejects. */
  async run(): Promise<void> {
    this.#enter('starting');
    for (;;) {
      const ended = await this.#attempt();
      if (this.#unwanted.signal.aborted) {
        this.#end(this.#startedAt === undefined ? 'not-started' : 'stopped');
        return;
      }
      if (ended === 'hopeless') return;
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

  async #attempt(): Promise<EndedAttempt | 'hopeless'> {
    const { restart, lifecycle } = this.#task;
    const ended = await this.#parts.attempts.make(this.#task, {
      stop: this.#unwanted.signal,
      kill: this.#hurried.signal,
      onStarted: (at) => {
        this.#startedAt ??= at;
        this.#failure = undefined;
        this.#enter('running');
        this.#tell({ type: 'started' });
      },
      tell: (what) => {
        this.#tell(what);
      },
    });
    if (!ended.ok) return this.#startFailed(ended.error);
    this.#exit = ended.value;
    this.#tell({ type: 'exited', exit: ended.value });
    return endedWith(ended.value, restart, runsAgain(this.#allocation.job.type, lifecycle));
  }

  #startFailed(fault: RuntimeFault): EndedAttempt | 'hopeless' {
    if (this.#unwanted.signal.aborted) return 'hopeless';
    const failure = this.#parts.failureOf(fault);
    this.#tell({ type: 'start-failed', ...failure });
    this.#failure = failure;
    if (adviseOn(fault.kind) !== 'give-up') {
      return { policy: this.#task.restart, success: false, again: false, why: fault.message };
    }
    this.#end(this.#startedAt === undefined ? 'not-started' : 'failed');
    return 'hopeless';
  }

  async #goOn(ended: EndedAttempt): Promise<boolean> {
    const { clock, seed } = this.#parts;
    const decision = decideRestart(ended, { restarts: this.#restarts, seed }, clock.now());
    if (decision.do === 'restart') {
      this.#tell({ type: 'restarting', delayMs: decision.delayMs, why: decision.why });
      this.#enter('starting');
      await clock.sleep(decision.delayMs, this.#unwanted.signal);
      if (this.#unwanted.signal.aborted) {
        this.#end(this.#startedAt === undefined ? 'not-started' : 'stopped');
        return false;
      }
      this.#restarts = [...this.#restarts, clock.now()];
      return true;
    }
    if (decision.do === 'fail') this.#tell({ type: 'not-restarting', why: decision.why });
    this.#end(
      decision.do === 'complete' ? 'complete' : this.#startedAt === undefined ? 'not-started' : 'failed',
    );
    return false;
  }

  #enter(phase: TaskStatus['phase']): void {
    this.#phase = phase;
    this.#parts.onChange();
  }

  #end(outcome: TaskOutcome): void {
    this.#outcome = outcome;
    this.#finishedAt = this.#parts.clock.now();
    this.#enter('ended');
  }

  #tell(what: Happening): void {
    this.#parts.tell(this.#task.name, what);
  }
}
