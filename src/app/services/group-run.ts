import { decideGroup, type GroupIntent } from '../../domain/lifecycle/group-order.js';
import type { TaskReport } from '../../domain/model/report.js';
import { Bell } from './bell.js';
import type { TaskRun } from './task-run.js';

/** The tasks of one allocation, each started and stopped when the group's order has it. */
export class GroupRun {
  readonly #tasks: readonly TaskRun[];
  #intent: GroupIntent = 'run';
  readonly #changed = new Bell();

  /** `tasks` is given what each of them is to call after a change. */
  constructor(tasks: (onChange: () => void) => readonly TaskRun[]) {
    this.#tasks = tasks(() => {
      this.#changed.ring();
    });
  }

  /** Runs until all tasks have ended for good. Never rejects. */
  async run(): Promise<readonly TaskReport[]> {
    const running: Promise<void>[] = [];
    for (;;) {
      const changed = this.#changed.heard();
      const plan = decideGroup(
        this.#tasks.map(({ status }) => status),
        this.#intent,
      );
      if (plan.finished) break;
      for (const task of this.#named(plan.start)) running.push(task.run());
      for (const task of this.#named(plan.stop)) task.stop(plan.why);
      if (this.#intent === 'kill') for (const task of this.#tasks) task.kill();
      await changed;
    }
    await Promise.all(running);
    return this.#tasks.map(({ report }) => report);
  }

  /** Ends the tasks in order (`stop`) or all at once (`kill`). */
  end(intent: Exclude<GroupIntent, 'run'>): void {
    this.#intent = intent;
    this.#changed.ring();
  }

  #named(names: readonly string[]): readonly TaskRun[] {
    return this.#tasks.filter(({ name }) => names.includes(name));
  }
}
