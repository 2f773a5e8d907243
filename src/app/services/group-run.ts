import { decideGroup, type GroupIntent } from '../../domain/lifecycle/group-order.js';
import type { TaskReport } from '../../domain/model/report.js';
import type { Clock } from '../../domain/ports/clock.js';
import { Bell } from './bell.js';
import type { TaskRun } from './task-run.js';

export interface GroupDelay {
  readonly clock: Clock;
  readonly shutdownDelayMs: number;
}

/**
 * The tasks of one allocation, each started and stopped when the group's order has it. Before the first of them is
 * stopped, for whatever reason, the group's shutdown delay goes by; a kill doesn't wait for it.
 */
export class GroupRun {
  readonly #tasks: readonly TaskRun[];
  readonly #delay: () => Promise<void>;
  readonly #over = new AbortController();
  readonly #changed = new Bell();
  #intent: GroupIntent = 'run';
  #stopping: 'no' | 'delayed' | 'yes' = 'no';

  /** `tasks` is given what each of them is to call after a change. */
  constructor(tasks: (onChange: () => void) => readonly TaskRun[], { clock, shutdownDelayMs }: GroupDelay) {
    this.#delay = () => clock.sleep(shutdownDelayMs, this.#over.signal);
    this.#tasks = tasks(() => {
      this.#changed.ring();
    });
  }

  /** Runs until all tasks have ended for good. Never rejects. */
  async run(): Promise<readonly TaskReport[]> {
    // Those that an agent before this one left under way.
    const running = this.#tasks.filter(({ status }) => status.phase === 'starting').map((task) => task.run());
    for (;;) {
      const changed = this.#changed.heard();
      const plan = decideGroup(
        this.#tasks.map(({ status }) => status),
        this.#intent,
      );
      if (plan.finished) break;
      for (const task of this.#named(plan.start)) running.push(task.run());
      if (plan.stop.length > 0 && this.#mayStop())
        for (const task of this.#named(plan.stop)) task.stop(plan.why);
      if (this.#intent === 'kill') for (const task of this.#tasks) task.kill();
      await changed;
    }
    this.#over.abort();
    await Promise.all(running);
    return this.#tasks.map(({ report }) => report);
  }

  /** Ends the tasks in order (`stop`) or all at once (`kill`). */
  end(intent: Exclude<GroupIntent, 'run'>): void {
    this.#intent = intent;
    this.#changed.ring();
  }

  #mayStop(): boolean {
    if (this.#stopping === 'no') {
      this.#stopping = 'delayed';
      void this.#delay().then(() => {
        this.#stopping = 'yes';
        this.#changed.ring();
      });
    }
    return this.#stopping === 'yes' || this.#intent === 'kill';
  }

  #named(names: readonly string[]): readonly TaskRun[] {
    return this.#tasks.filter(({ name }) => names.includes(name));
  }
}
