import { expect } from 'chai';

import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';

describe('ManualClock', function () {
  const never = new AbortController().signal;

  const rejectionOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (reason: unknown) => (reason instanceof Error ? reason.message : String(reason)),
    );

  it('lets work that sleeps again and again pass in order, each at its own moment', async function () {
    const clock = new ManualClock(1000);
    const seen: string[] = [];
    const beat = async (name: string, ms: number): Promise<void> => {
      for (let turn = 0; turn < 3; turn++) {
        await clock.sleep(ms, never);
        seen.push(`${name} ${clock.now().toString()}`);
      }
    };
    await clock.runUntil(Promise.all([beat('a', 100), beat('b', 70)]));
    expect(seen).to.deep.equal(['b 1070', 'a 1100', 'b 1140', 'a 1200', 'b 1210', 'a 1300']);
  });

  it('lets no more time pass than the work needs', async function () {
    const clock = new ManualClock();
    void clock.sleep(5000, never);
    await clock.runUntil(clock.sleep(30, never));
    expect(clock.now()).to.equal(30);
    expect(await clock.runUntil(Promise.resolve('done'))).to.equal('done');
    expect(clock.now()).to.equal(30);
  });

  it('hands on what the work failed with', async function () {
    const clock = new ManualClock();
    const work = clock.sleep(5, never).then(() => Promise.reject(new Error('no good')));
    expect(await rejectionOf(clock.runUntil(work))).to.equal('no good');
  });

  it('says so when the work waits for something that time does not bring', async function () {
    const clock = new ManualClock();
    expect(await rejectionOf(clock.runUntil(new Promise(() => undefined)))).to.include('nobody sleeps');
  });

  it('says so when the work is not done within its limit', async function () {
    const clock = new ManualClock();
    const endless = async (): Promise<void> => {
      for (;;) await clock.sleep(1000, never);
    };
    expect(await rejectionOf(clock.runUntil(endless(), 10_000))).to.include('10000 ms');
    expect(clock.now()).to.be.at.most(10_000);
  });

  it('forgets who was woken by an abort', async function () {
    const clock = new ManualClock();
    const enough = new AbortController();
    const sleeping = clock.sleep(50, enough.signal);
    enough.abort();
    await sleeping;
    expect(await rejectionOf(clock.runUntil(new Promise(() => undefined)))).to.include('nobody sleeps');
    expect(clock.now()).to.equal(0);
  });

  it('wakes nobody before the end of the time that passes', async function () {
    const clock = new ManualClock();
    let woken = false;
    void clock.sleep(10, never).then(() => {
      woken = true;
    });
    await clock.advance(9);
    expect([woken, clock.now()]).to.deep.equal([false, 9]);
    await clock.advance(1);
    expect([woken, clock.now()]).to.deep.equal([true, 10]);
  });
});
