import type { ExecOutput } from '../../../domain/model/exec.js';

/** As much as may wait for its reader before no more is taken in. */
const plentyBytes = 256 * 1024;

/** Output between the connection it comes from and whoever reads it, at the latter's pace. */
export class OutputQueue implements AsyncIterable<ExecOutput> {
  readonly #source: { pause(): unknown; resume(): unknown };
  #waiting: ExecOutput[] = [];
  #bytes = 0;
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(source: { pause(): unknown; resume(): unknown }) {
    this.#source = source;
  }

  push(output: ExecOutput): void {
    this.#waiting.push(output);
    this.#bytes += output.bytes.length;
    if (this.#bytes > plentyBytes) this.#source.pause();
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ExecOutput> {
    for (;;) {
      const ready = this.#waiting;
      this.#waiting = [];
      this.#bytes = 0;
      if (ready.length > 0) this.#source.resume();
      yield* ready;
      if (this.#waiting.length > 0) continue;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
