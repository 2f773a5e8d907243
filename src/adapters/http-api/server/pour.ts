import type { ServerResponse } from 'node:http';

/**
 * Gives out what comes as fast as the client takes it. The first step is taken before the client hears that it was
 * heard: what begins with it misses nothing. A source that breaks off cuts the answer short, which the client sees.
 */
export async function pour(
  source: AsyncIterable<Uint8Array | string>,
  out: ServerResponse,
  onBreak: (error: unknown) => void,
): Promise<void> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    const first = iterator.next();
    out.flushHeaders();
    for (let step = await first; step.done !== true && !out.destroyed; step = await iterator.next()) {
      if (!out.write(step.value)) await roomIn(out);
    }
    out.end();
  } catch (error) {
    onBreak(error);
    // What was written still goes out, but not the end.
    out.socket?.destroySoon();
  } finally {
    await iterator.return?.().catch(() => undefined);
  }
}

/** Resolves when more may be written, or when nobody reads any more. */
export const roomIn = (out: NodeJS.WritableStream & { readonly destroyed?: boolean }): Promise<void> =>
  new Promise((resolve) => {
    if (out.destroyed === true) {
      resolve();
      return;
    }
    const settle = (): void => {
      out.off('drain', settle);
      out.off('close', settle);
      resolve();
    };
    out.on('drain', settle);
    out.on('close', settle);
  });
