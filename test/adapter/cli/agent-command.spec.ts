import { expect } from 'chai';

import type { Agent, AllocStatus } from '../../../src/app/agent.js';
import type { RunningAgent } from '../../../src/app/running-agent.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { Failure } from '../../../src/domain/model/report.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { done, err } from '../../../src/domain/shared/result.js';
import { eventually } from '../../../src/testing/eventually.js';
import { type Wharf, wharf } from './wharf.js';

const two = [{ wanted: true }, { wanted: true }, { wanted: false }] as unknown as readonly AllocStatus[];

/** An agent with two allocations that writes down what is asked of it. */
class FakeAgent implements RunningAgent {
  readonly asked: string[] = [];
  readonly agent = { allocations: () => two } as unknown as Agent;
  readonly #left: readonly Failure[];
  readonly #served: Awaited<Answer<undefined>>;

  constructor(left: readonly Failure[] = [], served: Awaited<Answer<undefined>> = done) {
    this.#left = left;
    this.#served = served;
  }

  start(): Promise<void> {
    this.asked.push('start');
    return Promise.resolve();
  }

  serve(): Answer<undefined> {
    this.asked.push('serve');
    return Promise.resolve(this.#served);
  }

  drain(): Promise<readonly Failure[]> {
    this.asked.push('drain');
    return Promise.resolve(this.#left);
  }

  leave(): Promise<void> {
    this.asked.push('leave');
    return Promise.resolve();
  }
}

async function endedBySignal(agent: FakeAgent, ...flags: readonly string[]): Promise<Wharf> {
  const invocation = wharf(['agent', ...flags], { hosted: agent });
  await eventually(() => invocation.stderr.text.includes('goes on with 2 allocations'));
  expect(invocation.signal()).to.equal(true);
  await invocation.status;
  return invocation;
}

describe('wharf agent', function () {
  it('runs until a signal ends it, and says what it leaves running', async function () {
    const agent = new FakeAgent();
    const invocation = await endedBySignal(agent);
    expect(await invocation.status).to.equal(0);
    expect(agent.asked).to.deep.equal(['start', 'serve', 'leave']);
    expect(invocation.stderr.text).to.include('leaves running 2 allocations');
  });

  it('stops all tasks before it ends when it is to drain', async function () {
    const agent = new FakeAgent();
    const invocation = await endedBySignal(agent, '--drain');
    expect(await invocation.status).to.equal(0);
    expect(agent.asked).to.deep.equal(['start', 'serve', 'drain', 'leave']);
    expect(invocation.stderr.text).not.to.include('leaves running');
  });

  it('tells what it could not drain', async function () {
    const agent = new FakeAgent([{ message: 'web lives on', remedy: undefined }]);
    const invocation = await endedBySignal(agent, '--drain');
    expect(await invocation.status).to.equal(125);
    expect(invocation.stderr.text).to.include('web lives on');
  });

  it('ends with 125, leaving what runs, when nobody could ask it', async function () {
    const agent = new FakeAgent([], err(fault('conflict', 'another agent listens there')));
    const invocation = wharf(['agent'], { hosted: agent });
    expect(await invocation.status).to.equal(125);
    expect(agent.asked).to.deep.equal(['start', 'serve', 'leave']);
    expect(invocation.stderr.text).to.include('another agent listens there');
  });

  it('ends with 125, saying who has the state directory, when another one does', async function () {
    const invocation = wharf(['agent']);
    expect(await invocation.status).to.equal(125);
    expect(invocation.stderr.text).to.include('in use by process 7');
  });
});
