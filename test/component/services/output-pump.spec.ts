import { expect } from 'chai';

import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { OutputPump } from '../../../src/app/services/pump-output.js';
import type { LogChunk, LogPosition } from '../../../src/domain/model/instance.js';

const chunk = (text: string): LogChunk => ({
  stream: 'stdout',
  bytes: new TextEncoder().encode(text),
  position: text as LogPosition,
});
const patience = { drainMs: 1000, drainMaxMs: 5000 };
const never = new AbortController().signal;
const nothing = (): void => undefined;

/** Gives the chunks, then waits until it is given up or, unless `endless`, ends. */
async function* source(
  texts: readonly string[],
  signal: AbortSignal,
  endless = false,
): AsyncGenerator<LogChunk, void, undefined> {
  for (const text of texts) yield await Promise.resolve(chunk(text));
  if (endless && !signal.aborted) {
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }
}

describe('carrying output', function () {
  it('waits for a taker that is slower than any patience', async function () {
    const clock = new ManualClock();
    const taken: string[] = [];
    const pump = new OutputPump(clock);
    const show = async ({ position }: LogChunk): Promise<void> => {
      await clock.sleep(60_000, new AbortController().signal);
      taken.push(position);
    };
    pump.start((signal) => source(['a', 'b', 'c'], signal), { log: undefined, show }, nothing);
    expect(await clock.runUntil(pump.drain(patience, never))).to.equal(true);
    expect(taken).to.deep.equal(['a', 'b', 'c']);
  });

  it('gives up a source from which nothing more comes', async function () {
    const clock = new ManualClock();
    const taken: string[] = [];
    const pump = new OutputPump(clock);
    const show = ({ position }: LogChunk): Promise<void> => {
      taken.push(position);
      return Promise.resolve();
    };
    pump.start((signal) => source(['a'], signal, true), { log: undefined, show }, nothing);
    expect(await clock.runUntil(pump.drain(patience, never))).to.equal(false);
    expect(taken).to.deep.equal(['a']);
    expect(clock.now()).to.be.within(1000, 2000);
  });

  it('gives up a source from which more and more comes', async function () {
    const clock = new ManualClock();
    const pump = new OutputPump(clock);
    async function* chatter(signal: AbortSignal): AsyncGenerator<LogChunk, void, undefined> {
      while (!signal.aborted) {
        yield chunk('on and on');
        await clock.sleep(300, signal);
      }
    }
    pump.start(chatter, { log: undefined, show: () => Promise.resolve() }, nothing);
    await clock.runUntil(pump.drain(patience, never));
    expect(clock.now()).to.be.within(5000, 7000);
  });

  it('waits for nobody any more once its signal aborts', async function () {
    const clock = new ManualClock();
    const pump = new OutputPump(clock);
    const show = (): Promise<void> => new Promise(() => undefined);
    pump.start((signal) => source(['a'], signal), { log: undefined, show }, nothing);
    const enough = new AbortController();
    const drained = pump.drain(patience, enough.signal);
    await clock.advance(60_000);
    enough.abort();
    await drained;
    expect(clock.now()).to.equal(60_000);
    await pump.drain(patience, enough.signal);
  });
});
