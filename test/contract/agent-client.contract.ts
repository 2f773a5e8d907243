import { expect } from 'chai';
import { buffer } from 'node:stream/consumers';

import type { AgentClient } from '../../src/app/agent-client.js';
import type { NumberedEvent } from '../../src/domain/model/event.js';
import type { RuntimeReport } from '../../src/app/services/reconcile-report.js';
import { fault } from '../../src/domain/faults/runtime-fault.js';
import type { AllocId, InstanceId, Instant } from '../../src/domain/model/ids.js';
import { done, err } from '../../src/domain/shared/result.js';
import { aTaskState, anAllocStatus, someAllocId } from '../support/agent/an-alloc-status.js';
import type { FakeAgent } from '../support/agent/fake-agent.js';
import { aGroup, aJob, aTask } from '../../src/testing/builders/a-job.js';
import { eventually, within } from '../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../src/testing/expect-result.js';

export interface AgentClientHarness {
  /** What the subject asks. */
  readonly agent: FakeAgent;
  readonly subject: AgentClient;
  end(): Promise<void>;
}

const other = '3f2a9c1e-0000-4000-8000-000000000002' as AllocId;

/** Judges a way to ask an agent: nothing of what the agent is told or says is lost on it. */
export function describeAgentClient(adapter: string, make: () => Promise<AgentClientHarness>): void {
  describe(`AgentClient contract: ${adapter}`, function () {
    let harness: AgentClientHarness;
    let agent: FakeAgent;
    let client: AgentClient;
    let left: AbortController;

    beforeEach(async function () {
      harness = await make();
      ({ agent, subject: client } = harness);
      left = new AbortController();
    });

    afterEach(async function () {
      left.abort();
      await harness.end();
    });

    it('tells how the agent is, what is absent included', async function () {
      agent.state = {
        ...agent.state,
        healthy: false,
        runtimes: [{ runtime: 'docker', healthy: false, summary: 'nothing answers', remedy: 'start it' }],
        complaints: ['the disk is full'],
      };
      expect(valueOf(await client.health())).to.deep.equal(agent.state);
    });

    it('submits a job as it is, and tells what was made of it', async function () {
      const task = aTask({
        config: { args: ['a', { b: null }] },
        environment: { A: 'ü\n', constructor: 'x' },
      });
      const job = aJob({ id: 'shop', groups: [aGroup({ tasks: [task] })] });
      expect(valueOf(await client.submit(job))).to.deep.equal(agent.allocs);
      expect(agent.jobs).to.deep.equal([job]);
    });

    it('tells of every allocation, in order', async function () {
      const ended = aTaskState({
        phase: 'ended',
        outcome: 'failed',
        exit: { kind: 'signal', signal: 'SIGKILL', oom: true },
        handle: undefined,
        pid: undefined,
        failure: { message: 'it broke', remedy: undefined },
      });
      agent.allocs = [anAllocStatus({ id: other, state: 'failed', tasks: [ended] }), anAllocStatus()];
      expect(valueOf(await client.allocations())).to.deep.equal(agent.allocs);
      agent.allocs = [];
      expect(valueOf(await client.allocations())).to.deep.equal([]);
    });

    for (const prefix of [someAllocId, '3f2a9c1e', '3'])
      it(`finds the one whose id is or begins with ${prefix}`, async function () {
        expect(valueOf(await client.find(prefix))).to.deep.equal(agent.allocs[0]);
      });

    it('is `not-found` when there is none, `conflict` when there are several', async function () {
      agent.allocs = [anAllocStatus(), anAllocStatus({ id: other })];
      expect(faultOf(await client.find('4'))).to.equal('not-found');
      expect(faultOf(await client.find('3f2a'))).to.equal('conflict');
    });

    for (const prefix of ['x', '..', '../health', 'a/b', 'a%2fb', ' ', '3f2a?x=y', '\0'])
      it(`is \`invalid-spec\` when ${JSON.stringify(prefix)} is not the beginning of an id`, async function () {
        expect(faultOf(await client.find(prefix))).to.equal('invalid-spec');
      });

    it('gives what a task printed, byte for byte', async function () {
      const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 256));
      agent.stdout.push(bytes.subarray(0, 3), Buffer.alloc(0), bytes.subarray(3));
      const wish = { stream: 'stdout', tailLines: undefined, follow: false } as const;
      const output = valueOf(await client.logs(someAllocId, 'web', wish, left.signal));
      expect((await buffer(output)).equals(bytes)).to.equal(true);
    });

    it('passes on which stream, how many of the last lines, and whether to go on', async function () {
      agent.stderr.push(Buffer.from('a complaint\n'));
      const wish = { stream: 'stderr', tailLines: 7, follow: false } as const;
      const output = valueOf(await client.logs(someAllocId, 'web', wish, left.signal));
      expect((await buffer(output)).toString()).to.equal('a complaint\n');
      expect(agent.asked).to.deep.equal([`logs ${someAllocId} web ${JSON.stringify(wish)}`]);
    });

    it('goes on with the logs until they end', async function () {
      const wish = { stream: 'stdout', tailLines: undefined, follow: true } as const;
      const output = valueOf(await client.logs(someAllocId, 'web', wish, left.signal));
      const all = buffer(output);
      await eventually(() => agent.stdout.playing === 1);
      agent.stdout.push(Buffer.from('one\n'));
      await eventually(() => agent.stdout.given === 1);
      agent.stdout.push(Buffer.from('two\n'));
      agent.stdout.end();
      expect((await within(2000, all)).toString()).to.equal('one\ntwo\n');
    });

    it('ends the logs when the signal aborts, for the agent as well', async function () {
      const wish = { stream: 'stdout', tailLines: undefined, follow: true } as const;
      const output = valueOf(await client.logs(someAllocId, 'web', wish, left.signal));
      const all = buffer(output);
      await eventually(() => agent.stdout.playing === 1);
      left.abort();
      await within(2000, all);
      await eventually(() => agent.stdout.playing === 0);
    });

    it('is `not-found` for the logs of a task that there is not', async function () {
      const wish = { stream: 'stdout', tailLines: undefined, follow: false } as const;
      expect(faultOf(await client.logs(someAllocId, 'no such', wish, left.signal))).to.equal('not-found');
      expect(faultOf(await client.logs(other, 'web', wish, left.signal))).to.equal('not-found');
    });

    for (const task of [undefined, 'web', 'a b?&ü%2f'])
      it(`sends a signal to, and restarts, ${task === undefined ? 'all tasks' : JSON.stringify(task)}`, async function () {
        expect(await client.signal(someAllocId, task, 'SIGUSR1', left.signal)).to.deep.equal(done);
        expect(await client.restart(someAllocId, task)).to.deep.equal(done);
        expect(agent.asked).to.deep.equal([
          `signal ${someAllocId} ${String(task)} SIGUSR1`,
          `restart ${someAllocId} ${String(task)}`,
        ]);
      });

    it('stops, with and without all that is known of it', async function () {
      expect(await client.stop(someAllocId, false)).to.deep.equal(done);
      expect(await client.stop(someAllocId, true)).to.deep.equal(done);
      expect(agent.asked).to.deep.equal([`stop ${someAllocId} false`, `stop ${someAllocId} true`]);
    });

    for (const kind of [
      'not-found',
      'conflict',
      'invalid-spec',
      'unsupported',
      'permission-denied',
      'resource-exhausted',
      'unavailable',
      'outcome-unknown',
      'internal',
    ] as const)
      it(`tells a fault of the kind ${kind} with its remedy and its problems`, async function () {
        const problems = [{ path: 'job.x', message: 'is wrong', suggestion: 'y' }];
        agent.refusal = fault(kind, 'it can not be', { remedy: 'do that', problems });
        expect(await client.submit(aJob())).to.deep.equal(err(agent.refusal));
        agent.refusal = fault(kind, 'it can not be');
        expect(await client.restart(someAllocId, 'web')).to.deep.equal(err(agent.refusal));
        expect(await client.reconcile(true, left.signal)).to.deep.equal(err(agent.refusal));
      });

    it('explains, with facts in which null is a value', async function () {
      const facts = { a: null, b: [1, null, { c: 'd' }], constructor: 'e' };
      agent.explanation = { about: 'attempt', id: '', sentences: ['first', 'then'], facts };
      const explained = valueOf(await client.explain('attempt-1.x_Y', left.signal));
      expect(explained).to.deep.equal({ ...agent.explanation, id: 'attempt-1.x_Y' });
    });

    it('reports a pass in all its outcomes', async function () {
      agent.reports = reports;
      expect(valueOf(await client.reconcile(true, left.signal))).to.deep.equal(reports);
      expect(valueOf(await client.reconcile(false, left.signal))).to.deep.equal(reports);
      expect(agent.asked).to.deep.equal(['reconcile true', 'reconcile false']);
    });

    it('tells only what happens from now on, when no number is given', async function () {
      agent.happen({ type: 'received' });
      const events = valueOf(await client.events(undefined, left.signal));
      const told = take(events, 2);
      await eventually(() => agent.log.playing === 1);
      const happened = [
        agent.happen({ type: 'pulling', image: 'x', progress: undefined }),
        agent.happen({
          type: 'exited',
          exit: { kind: 'unknown', why: 'a "reason"\nof two lines', oom: false },
        }),
      ];
      expect(await within(2000, told)).to.deep.equal(happened);
    });

    it('tells what happened after a number, and goes on until the signal aborts', async function () {
      const happened = (['received', 'started', 'killing'] as const).map((type) => agent.happen({ type }));
      const events = valueOf(await client.events(1, left.signal));
      const told = collect(events);
      await eventually(() => agent.log.given === 2);
      const late = agent.happen({ type: 'warning', message: 'ü' });
      await eventually(() => agent.log.given === 3);
      await eventually(() => told.items.length === 3);
      left.abort();
      await within(2000, told.ended);
      expect(told.items).to.deep.equal([...happened.slice(1), late]);
      await eventually(() => agent.log.playing === 0);
    });
  });
}

async function take(events: AsyncIterable<NumberedEvent>, count: number): Promise<NumberedEvent[]> {
  const taken: NumberedEvent[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}

function collect<T>(source: AsyncIterable<T>): { readonly items: T[]; readonly ended: Promise<void> } {
  const items: T[] = [];
  const gather = async (): Promise<void> => {
    for await (const item of source) items.push(item);
  };
  return { items, ended: gather() };
}

const id = 'wharf-1' as InstanceId;
const reports: readonly RuntimeReport[] = [
  {
    runtime: 'docker',
    outcome: 'unhealthy',
    why: fault('unavailable', 'nothing answers', { remedy: 'start it' }),
  },
  { runtime: 'exec', outcome: 'unseen', why: fault('internal', 'broke') },
  {
    runtime: 'other',
    outcome: 'judged',
    objects: [
      { id, verdict: { id, do: 'remove', because: 'untracked-task' }, words: 'it is ours', removal: done },
      {
        id,
        verdict: { id, do: 'spare', because: 'in-grace', until: 5 as Instant },
        words: 'young',
        removal: undefined,
      },
      {
        id,
        verdict: { id, do: 'spare', because: 'tracked', until: undefined },
        words: 'kept',
        removal: err(fault('outcome-unknown', 'no answer')),
      },
    ],
  },
  { runtime: 'last', outcome: 'unsound', violations: ['it removes what is foreign'], objects: [] },
];
