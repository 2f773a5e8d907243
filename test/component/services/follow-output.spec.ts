import { expect } from 'chai';

import { type Behaviour, doing, exit, print, wait } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import { followOutput } from '../../../src/app/services/follow-output.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { LogPosition } from '../../../src/domain/model/instance.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { type FaultScript, FaultyRuntime } from '../../support/faults/faulty-runtime.js';

const never = new AbortController().signal;
const policy = { reopenMs: 200, reopenMaxMs: 1000 };
const talk = doing(print('a'), wait(1000), print('b'), wait(1000), print('c'), exit(0));

/** Follows a task from its start. */
async function scene(behaviour: Behaviour, script: FaultScript, after?: LogPosition): Promise<Scene> {
  const clock = new ManualClock();
  const runtime = new FaultyRuntime(
    new MemoryRuntime<ProcessSpec>(new MemoryHost(clock), () => behaviour),
    script,
  );
  const id = valueOf(await runtime.create(aProcessSpec(), never));
  await runtime.start(id, never);
  const opened: (string | undefined)[] = [];
  const source: Parameters<typeof followOutput>[0] = {
    after,
    open: (after, signal) => {
      opened.push(after);
      return runtime.logs(id, after, signal);
    },
  };
  const follow = async (signal = never, ending = never): Promise<string> => {
    let text = '';
    for await (const { bytes } of followOutput(source, { clock, policy }, signal, ending))
      text += Buffer.from(bytes).toString();
    return text;
  };
  return { clock, runtime, id, opened, follow };
}

interface Scene {
  readonly clock: ManualClock;
  readonly runtime: FaultyRuntime<ProcessSpec>;
  readonly id: InstanceId;
  readonly opened: readonly (string | undefined)[];
  readonly follow: (signal?: AbortSignal, ending?: AbortSignal) => Promise<string>;
}

describe('following output', function () {
  it('opens one stream when that ends with the task', async function () {
    const { clock, opened, follow } = await scene(talk, {});
    expect(await clock.runUntil(follow())).to.equal('abc');
    expect(opened).to.have.length(1);
  });

  it('begins after a position that is given', async function () {
    const { clock, follow } = await scene(talk, {}, '2' as LogPosition);
    expect(await clock.runUntil(follow())).to.equal('c');
  });

  it('goes on after the last chunk when a stream breaks off', async function () {
    const { clock, opened, follow } = await scene(talk, { logs: [1, 0, 1] });
    expect(await clock.runUntil(follow())).to.equal('abc');
    expect(opened.slice(0, 4)).to.deep.equal([undefined, '1', '1', '2']);
  });

  it('reads all of a task that has ended, however often that breaks off', async function () {
    const hasty = doing(print('a'), print('b'), print('c'), exit(0));
    const { clock, opened, follow } = await scene(hasty, { logs: [0, 1, 0, 1, 1] });
    const hasEnded = AbortSignal.abort();
    expect(await clock.runUntil(follow(never, hasEnded))).to.equal('abc');
    expect(opened).to.deep.equal([undefined, undefined, '1', '1', '2', '3']);
  });

  it('ends when the task is removed after a break', async function () {
    const { clock, runtime, id, follow } = await scene(talk, { logs: [1] });
    const followed = follow();
    await clock.advance(100);
    valueOf(await runtime.remove(id, never));
    expect(await clock.runUntil(followed)).to.equal('a');
    expect(clock.now()).to.equal(200);
  });

  it('waits longer after each break, up to its bound', async function () {
    const { clock, opened, follow } = await scene(doing(wait(60_000)), {
      logs: Array.from({ length: 999 }, () => 0),
    });
    const enough = new AbortController();
    const followed = follow(enough.signal);
    await clock.advance(10_000);
    expect(opened).to.have.length(12);
    enough.abort();
    expect(await followed).to.equal('');
  });

  it('waits no longer once the task has ended', async function () {
    const slow = doing(print('a'), wait(3100), print('b'), exit(0));
    const { clock, follow } = await scene(slow, { logs: [1, 0, 0, 0, 0] });
    const ending = new AbortController();
    const followed = follow(never, ending.signal);
    await clock.advance(3100);
    ending.abort();
    expect(await followed).to.equal('ab');
    expect(clock.now()).to.equal(3100);
  });

  it('waits but little at first for a stream that breaks off once the task has ended', async function () {
    const slow = doing(print('a'), wait(3100), print('b'), exit(0));
    const { clock, follow } = await scene(slow, { logs: [1, 0, 0, 0, 0, 0, 0] });
    const ending = new AbortController();
    const followed = follow(never, ending.signal);
    await clock.advance(3100);
    ending.abort();
    expect(await clock.runUntil(followed)).to.equal('ab');
    expect(clock.now()).to.equal(3100 + 200 + 400);
  });

  it('ends when it is given up', async function () {
    const { clock, follow } = await scene(talk, { logs: ['hang'] });
    const enough = new AbortController();
    const followed = follow(enough.signal);
    await clock.advance(5000);
    enough.abort();
    expect(await followed).to.equal('');
  });
});
