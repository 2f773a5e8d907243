import type { OutputStream } from '../../../domain/model/instance.js';
import type { Sink } from './sink.js';

const clearLine = '\r\x1b[2K';

/** Both ways out, and one line of progress that stays below what is printed while standard error is a terminal. */
export class Screen {
  readonly #sinks: Readonly<Record<OutputStream, Sink>>;
  #progress = '';

  constructor(stdout: Sink, stderr: Sink) {
    this.#sinks = { stdout, stderr };
  }

  /** Prints whole lines. Resolves when more may come. */
  print(stream: OutputStream, lines: string | Uint8Array): Promise<void> {
    const sink = this.#sinks[stream];
    if (this.#progress === '' || !sink.isTerminal) return sink.write(lines);
    void this.#sinks.stderr.write(clearLine);
    const printed = sink.write(lines);
    void this.#sinks.stderr.write(this.#progress);
    return printed;
  }

  /** Shows another line of progress in place of the last one; none when it is empty. */
  progress(line: string): void {
    const { stderr } = this.#sinks;
    if (!stderr.isTerminal || (line === '' && this.#progress === '')) return;
    const before = this.#progress === '' ? '' : clearLine;
    this.#progress = line.slice(0, (stderr.columns ?? 80) - 1);
    void stderr.write(before + this.#progress);
  }
}
