import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';

import { expect } from 'chai';

import type { Clock } from '../../domain/ports/clock.js';
import { warningsDuring } from '../warnings.js';
import { within } from '../eventually.js';

export interface ClockHarness {
  readonly subject: Clock;
  /** Lets that many milliseconds pass on the clock. */
  pass(ms: number): Promise<void>;
}

/** A timer may fire within the millisecond before its own. */
const roundingMs = 1;

/** Judges an adapter by the doc comments of `Clock`. */
export function describeClock(adapter: string, make: () => ClockHarness): void {
  describe(`Clock contract: ${adapter}`, function () {
    let harness: ClockHarness;
    let clock: Clock;
    const never = new AbortController().signal;

    beforeEach(function () {
      harness = make();
      clock = harness.subject;
    });

    it('tells whole milliseconds, that never go back while time passes', async function () {
      const before = clock.now();
      await harness.pass(5);
      expect(Number.isInteger(before)).to.equal(true);
      expect(clock.now()).to.be.at.least(before + 5 - roundingMs);
    });

    it('measures how long something takes', async function () {
      const before = clock.steady();
      await harness.pass(20);
      expect(clock.steady() - before).to.be.within(20 - roundingMs, 500);
    });

    it('wakes after the time that was asked for, and not before', async function () {
      const start = clock.steady();
      const woken = clock.sleep(20, never).then(() => clock.steady());
      await harness.pass(25);
      expect(await within(1000, woken)).to.be.within(start + 20 - roundingMs, start + 500);
    });

    it('wakes the one who sleeps shorter first', async function () {
      const order: number[] = [];
      const sleepers = [30, 10, 20].map((ms) => clock.sleep(ms, never).then(() => order.push(ms)));
      await harness.pass(35);
      await within(1000, Promise.all(sleepers));
      expect(order).to.deep.equal([10, 20, 30]);
    });

    for (const ms of [0, -5])
      it(`does not sleep at all for ${ms.toString()} ms`, async function () {
        await within(1000, clock.sleep(ms, never));
      });

    for (const ms of [60_000, 2 ** 31 + 5])
      it(`wakes as soon as the signal aborts, whatever is left of ${ms.toString()} ms`, async function () {
        const enough = new AbortController();
        const asleep = clock.sleep(ms, enough.signal).then(() => 'woken');
        expect(await Promise.race([asleep, turn('asleep')])).to.equal('asleep');
        await harness.pass(25);
        expect(await Promise.race([asleep, turn('asleep')])).to.equal('asleep');
        enough.abort();
        expect(await within(1000, asleep)).to.equal('woken');
      });

    it('leaves nothing on the signal once it has woken', async function () {
      const { signal } = new AbortController();
      const woken = clock.sleep(5, signal);
      expect(getEventListeners(signal, 'abort')).to.have.length(1);
      await harness.pass(10);
      await within(1000, woken);
      expect(getEventListeners(signal, 'abort')).to.have.length(0);
    });

    it('lets any number sleep on one signal', async function () {
      const enough = new AbortController();
      const warnings = await warningsDuring(async () => {
        const asleep = Array.from({ length: 50 }, () => clock.sleep(60_000, enough.signal));
        await turn();
        enough.abort();
        await within(1000, Promise.all(asleep));
      });
      expect(warnings).to.deep.equal([]);
    });

    it('does not sleep at all when the signal had aborted before', async function () {
      await within(1000, clock.sleep(60_000, AbortSignal.abort()));
    });
  });
}
