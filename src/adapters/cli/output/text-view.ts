import type { TaskOutput } from '../../../app/app.js';
import type { TaskEvent } from '../../../domain/model/event.js';
import { eventWords, isBad } from '../../../domain/model/event-words.js';
import type { OutputStream } from '../../../domain/model/instance.js';
import type { RunReport } from '../../../domain/model/report.js';
import type { Labels } from './labels.js';
import type { Palette } from './palette.js';
import { progressWords, PullBoard } from './pull-board.js';
import { reportLines } from './report-table.js';
import type { RunView } from './run-view.js';
import { Screen } from './screen.js';
import type { Sink } from './sink.js';
import { type OriginLines, TaskLines } from './task-lines.js';
import { Throttle } from './throttle.js';

export interface TextViewParts {
  readonly sinks: Readonly<Record<OutputStream, Sink>>;
  readonly palettes: Readonly<Record<OutputStream, Palette>>;
  readonly labels: Labels;
}

/** How often progress is shown: often enough to move on a terminal, seldom enough not to fill a log. */
const redrawMs = { terminal: 100, log: 10_000 } as const;

/** For people: what tasks print goes where they print it, what happens to them and how it ends to standard error. */
export class TextView implements RunView {
  readonly #parts: TextViewParts;
  readonly #screen: Screen;
  readonly #lines = new TaskLines();
  readonly #pulls = new PullBoard();
  readonly #throttle: Throttle;

  constructor(parts: TextViewParts) {
    const { stdout, stderr } = parts.sinks;
    this.#parts = parts;
    this.#screen = new Screen(stdout, stderr);
    this.#throttle = new Throttle(stderr.isTerminal ? redrawMs.terminal : redrawMs.log);
  }

  warn(message: string): void {
    void this.#screen.print('stderr', `wharf: warning: ${message}\n`);
  }

  event(event: TaskEvent): void {
    const { allocName, task, what, at } = event;
    const label = this.#parts.labels.of(allocName, task);
    if (this.#pulls.take(label, event)) this.#showPull(label, event, at);
    else this.#screen.progress(this.#pulls.line());
    if (what.type === 'exited') void this.#print(this.#lines.flushTask(event));
    const words = eventWords(what);
    if (words === undefined) return;
    const { bad, dim } = this.#parts.palettes.stderr;
    void this.#say(label, words, isBad(what) ? bad : dim);
  }

  output(output: TaskOutput): Promise<void> {
    return this.#print([this.#lines.push(output)]);
  }

  async finish(report: RunReport): Promise<void> {
    this.#screen.progress('');
    // A reader of one stream who is behind keeps nobody from reading the other.
    const flushed = this.#print(this.#lines.flushAll());
    const lines = reportLines(report, this.#parts.labels, this.#parts.palettes.stderr);
    const told = lines.length === 0 ? undefined : this.#screen.print('stderr', `${lines.join('\n')}\n`);
    await Promise.all([flushed, told]);
  }

  #showPull(label: string, { what }: TaskEvent, at: number): void {
    const { stderr } = this.#parts.sinks;
    if (stderr.isTerminal) {
      if (what.type !== 'pulling' || this.#throttle.passes('', at)) this.#screen.progress(this.#pulls.line());
      return;
    }
    if (what.type !== 'pulling' || !this.#throttle.passes(label, at)) return;
    const progress = what.progress === undefined ? '' : `: ${progressWords(what.progress)}`;
    void this.#say(label, `pulling ${what.image}${progress}`, this.#parts.palettes.stderr.dim);
  }

  #say(label: string, words: string, paint: (text: string) => string): Promise<void> {
    const prefix = this.#prefix(label, 'stderr', '*');
    return this.#screen.print(
      'stderr',
      `${words
        .split('\n')
        .map((line) => prefix + paint(line))
        .join('\n')}\n`,
    );
  }

  /** Resolves when more may come on all streams that were printed to. */
  async #print(all: readonly OriginLines[]): Promise<void> {
    const printed = all
      .filter(({ lines }) => lines.length > 0)
      .map(({ origin: { allocName, task, stream }, lines }) => {
        const prefix = Buffer.from(this.#prefix(this.#parts.labels.of(allocName, task), stream, '|'));
        return this.#screen.print(stream, Buffer.concat(lines.flatMap((line) => [prefix, line, lineFeed])));
      });
    await Promise.all(printed);
  }

  #prefix(label: string, stream: OutputStream, mark: '|' | '*'): string {
    const { labels, palettes } = this.#parts;
    const { names } = palettes[stream];
    const paint = names[Math.max(0, labels.all.indexOf(label)) % names.length] ?? names[0];
    return `${paint(`${label.padEnd(labels.width)} ${mark}`)} `;
  }
}

const lineFeed = Buffer.from('\n');
