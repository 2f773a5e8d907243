import type { Readable } from 'node:stream';

import type { ExecOutput } from '../../domain/model/exec.js';
import type { OutputStream } from '../../domain/model/instance.js';

/**
 * What comes on several streams, in order per stream, no faster than it is taken, until all have ended or were
 * destroyed.
 */
export async function* merged(
  sources: Readonly<Partial<Record<OutputStream, Readable>>>,
): AsyncGenerator<ExecOutput, void, undefined> {
  const streams = Object.entries(sources) as [OutputStream, Readable][];
  let wake = (): void => undefined;
  const ring = (): void => {
    wake();
  };
  for (const [, readable] of streams) readable.on('readable', ring).on('end', ring).on('close', ring);
  for (;;) {
    // Before looking, so that no ring is lost between the look and the wait.
    const rung = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let idle = true;
    for (const [stream, readable] of streams) {
      const bytes = readable.read() as Buffer | null;
      if (bytes === null) continue;
      idle = false;
      yield { stream, bytes };
    }
    if (idle && streams.every(([, { readableEnded, destroyed }]) => readableEnded || destroyed)) return;
    if (idle) await rung;
  }
}
