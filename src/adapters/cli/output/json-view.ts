import type { TaskOutput } from '../../../app/app.js';
import type { TaskEvent } from '../../../domain/model/event.js';
import type { RunReport } from '../../../domain/model/report.js';
import type { RunView } from './run-view.js';
import type { Sink } from './sink.js';
import { type OriginLines, TaskLines } from './task-lines.js';
import { Throttle } from './throttle.js';

const progressPeriodMs = 1000;

/**
 * For programs: one JSON object per line on standard output, each with its `kind`.
 *
 * `output`: one line of a task. `event`: what happened to a task. `warning`: what of the job is not done here. `report`,
 * the last: how it ended, and with which status.
 */
export class JsonView implements RunView {
  readonly #stdout: Sink;
  readonly #lines = new TaskLines();
  readonly #throttle = new Throttle(progressPeriodMs);

  constructor(stdout: Sink) {
    this.#stdout = stdout;
  }

  warn(message: string): void {
    void this.#write([{ kind: 'warning', message }]);
  }

  event({ what, ...rest }: TaskEvent): void {
    if (what.type === 'pulling' && !this.#throttle.passes(`${rest.alloc} ${rest.task}`, rest.at)) return;
    if (what.type === 'exited') void this.#write(this.#lines.flushTask(rest).flatMap(outputObjects));
    void this.#write([{ kind: 'event', ...rest, event: what }]);
  }

  output(output: TaskOutput): Promise<void> {
    return this.#write(outputObjects(this.#lines.push(output)));
  }

  async finish(report: RunReport, exitStatus: number): Promise<void> {
    await this.#write([
      ...this.#lines.flushAll().flatMap(outputObjects),
      { kind: 'report', exitStatus, ...report },
    ]);
  }

  #write(objects: readonly object[]): Promise<void> {
    return objects.length === 0
      ? Promise.resolve()
      : this.#stdout.write(objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
  }
}

const outputObjects = ({ origin, lines }: OriginLines): readonly object[] =>
  lines.map((line) => ({ kind: 'output', ...origin, line: Buffer.from(line).toString() }));
