import type { Readable } from 'node:stream';

import type { Clock } from '../../../domain/ports/clock.js';

/** That nothing came for so many milliseconds. */
export class Stalled extends Error {
  override readonly name = 'Stalled';
  readonly afterMs: number;

  constructor(afterMs: number) {
    super(`nothing came for ${afterMs.toString()} ms`);
    this.afterMs = afterMs;
  }
}

/**
 * The pieces of a body as they come and are taken. Whoever takes them has all the time they want; the other side has
 * `patienceMs` for each piece: then the body is closed and `Stalled` is thrown.
 */
export async function* unstalled(body: Readable, clock: Clock, patienceMs: number): AsyncGenerator<Buffer> {
  const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  try {
    for (;;) {
      const came = new AbortController();
      void clock.sleep(patienceMs, came.signal).then(() => {
        if (!came.signal.aborted) body.destroy(new Stalled(patienceMs));
      });
      const next = await pieces.next().finally(() => {
        came.abort('came');
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    body.destroy();
  }
}

/** The pieces of a body that has `boundMs` for all of them, however it goes on. */
export async function* endingWithin(body: Readable, clock: Clock, boundMs: number): AsyncGenerator<Buffer> {
  const ended = new AbortController();
  void clock.sleep(boundMs, ended.signal).then(() => {
    if (!ended.signal.aborted) body.destroy(new Stalled(boundMs));
  });
  try {
    yield* body as AsyncIterable<Buffer>;
  } finally {
    ended.abort('over');
    body.destroy();
  }
}
