import type { Readable } from 'node:stream';

/** How waiting for a bell ended. One is deaf that did not ring though there was something. */
export type Rung = 'more' | 'end' | 'nothing' | 'deaf';

/** Rings once: when something comes, or nothing more will. What comes is left unread. */
export class Bell {
  readonly rung: Promise<Rung>;
  readonly #stream: Readable;

  constructor(stream: Readable) {
    this.#stream = stream;
    this.rung = new Promise((resolve) => {
      // A stream is readable at its end, too.
      stream.once('readable', () => {
        resolve(stream.readableLength > 0 ? 'more' : 'end');
      });
      stream.once('close', () => {
        resolve('end');
      });
    });
  }

  take(): void {
    this.#stream.destroy();
  }
}
