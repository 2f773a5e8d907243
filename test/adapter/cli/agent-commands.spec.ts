import { expect } from 'chai';

import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { AllocId, InstanceId, Instant } from '../../../src/domain/model/ids.js';
import { done, err } from '../../../src/domain/shared/result.js';
import { aTaskState, anAllocStatus, someAllocId } from '../../support/agent/an-alloc-status.js';
import { asClient } from '../../support/agent/as-client.js';
import { FakeAgent } from '../../support/agent/fake-agent.js';
import { within } from '../../../src/testing/eventually.js';
import { aWebJob } from './fake-app.js';
import { type Wharf, wharf } from './wharf.js';

const other = '3f2ab000-0000-4000-8000-000000000002' as AllocId;
const id = 'ab'.repeat(32) as InstanceId;

describe('the commands that ask an agent', () => {
  let agent: FakeAgent;

  beforeEach(() => {
    agent = new FakeAgent();
  });

  const ask = (...argv: readonly string[]): Wharf => wharf(argv, { agent: asClient(agent) });

  const linesOf = async (...argv: readonly string[]): Promise<readonly string[]> => {
    const { status, stdout, stderr } = ask(...argv);
    expect([await within(3000, status), stderr.text]).to.deep.equal([0, '']);
    return stdout.lines;
  };

  const documentOf = async (...argv: readonly string[]): Promise<unknown> =>
    JSON.parse((await linesOf(...argv, '--output', 'json')).join('\n')) as unknown;

  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

  it('ps lists what is kept', async () => {
    const ended = aTaskState({ phase: 'ended', outcome: 'failed', restarts: 2 });
    agent.allocs = [
      anAllocStatus(),
      anAllocStatus({ id: other, name: 'a.b[1]', state: 'lost', tasks: [ended] }),
    ];
    expect(await linesOf('ps')).to.deep.equal([
      'ID        NAME           STATE    RUNNING  RESTARTS  SUBMITTED',
      '3f2a9c1e  shop.front[0]  running  1/1      0         1970-01-01T00:00:01Z',
      '3f2ab000  a.b[1]         lost     0/1      2         1970-01-01T00:00:01Z',
    ]);
    expect(await documentOf('ps')).to.deep.equal({ allocations: plain(agent.allocs) });
  });

  it('status shows an allocation, its tasks, and what failed', async () => {
    const exit = { kind: 'signal', signal: 'SIGKILL', oom: true } as const;
    const failure = { message: 'no room', remedy: 'make some' };
    const ended = { phase: 'ended', outcome: 'failed', exit, pid: undefined, restarts: 1 } as const;
    const db = aTaskState({ task: 'db', ...ended, finishedAt: 5000 as Instant, failure });
    agent.allocs = [
      anAllocStatus({ tasks: [aTaskState(), db], failures: [{ message: 'lost', remedy: undefined }] }),
    ];
    expect(await linesOf('status', '3F2A')).to.deep.equal([
      `id         ${someAllocId}`,
      'name       shop.front[0]',
      'state      running',
      'wanted     yes',
      'submitted  1970-01-01T00:00:01Z',
      '',
      'TASK  DRIVER  STATE    EXIT                     RESTARTS  PID   STARTED               FINISHED',
      'web   exec    running  -                        0         4711  1970-01-01T00:00:02Z  -',
      'db    exec    failed   SIGKILL (out of memory)  1         -     1970-01-01T00:00:02Z  1970-01-01T00:00:05Z',
      '',
      'db: no room',
      '  make some',
      'lost',
    ]);
    expect(await documentOf('status', someAllocId)).to.deep.equal(plain(agent.allocs[0]));
  });

  for (const [argv, asked, said] of [
    [['signal', '-s', 'hup', '3f'], 'signal # undefined SIGHUP', 'sent SIGHUP to all tasks of'],
    [['signal', '3f', 'web', '-signal', 'USR1'], 'signal # web SIGUSR1', 'sent SIGUSR1 to web of'],
    [['restart', '3f'], 'restart # undefined', 'restarted all tasks of'],
    [['restart', '3f', 'web'], 'restart # web', 'restarted web of'],
    [['stop', '3f'], 'stop # false', 'stopped'],
    [['stop', '-purge', '3f'], 'stop # true', 'stopped and forgot'],
  ] as const)
    it(`${argv.join(' ')} asks for just that, and says what was done`, async () => {
      expect(await linesOf(...argv)).to.deep.equal([`${said} shop.front[0] (${someAllocId})`]);
      expect(agent.asked).to.deep.equal([asked.replace('#', someAllocId)]);
      expect(await documentOf(...argv)).to.deep.equal({
        alloc: someAllocId,
        allocName: 'shop.front[0]',
        did: said,
      });
    });

  it('waits so long as it is told, and usually ten minutes', async () => {
    const told = ask('stop', '3f', '--timeout', '90s');
    await told.status;
    const untold = ask('stop', '3f');
    await untold.status;
    expect([told.patience, untold.patience]).to.deep.equal([
      [{ answerMs: 15_000, workMs: 90_000 }],
      [{ answerMs: 15_000, workMs: 600_000 }],
    ]);
  });

  it('explain says it in sentences', async () => {
    agent.explanation = {
      about: 'attempt',
      id: '',
      sentences: ['it ended', 'so it was removed'],
      facts: { n: 1 },
    };
    expect(await linesOf('explain', 'x1')).to.deep.equal(['attempt x1', '  it ended', '  so it was removed']);
    expect(await documentOf('explain', 'x1')).to.deep.equal({ ...agent.explanation, id: 'x1' });
  });

  it('reconcile shows every object, its verdict and the reason', async () => {
    agent.reports = [
      {
        runtime: 'docker',
        outcome: 'judged',
        objects: [
          {
            id,
            verdict: { id, do: 'remove', because: 'untracked-task' },
            words: 'nobody wants it',
            removal: done,
          },
          {
            id,
            verdict: { id, do: 'spare', because: 'tracked', until: undefined },
            words: 'it is kept',
            removal: undefined,
          },
        ],
      },
      { runtime: 'exec', outcome: 'unhealthy', why: fault('unavailable', 'no runc') },
    ];
    expect(await linesOf('reconcile', '-dry-run')).to.deep.equal([
      'RUNTIME  OBJECT        VERDICT  REASON',
      'docker   abababababab  removed  nobody wants it',
      'docker   abababababab  spare    it is kept',
      'exec: not looked at: no runc',
    ]);
    expect(agent.asked).to.deep.equal(['reconcile true']);
    expect(await documentOf('reconcile')).to.deep.equal({ runtimes: plain(agent.reports) });
  });

  for (const [what, report, line] of [
    [
      'something stays',
      {
        runtime: 'a',
        outcome: 'judged',
        objects: [
          {
            id,
            verdict: { id, do: 'remove', because: 'untracked-task' },
            words: 'nobody wants it',
            removal: err(fault('internal', 'it is busy')),
          },
        ],
      },
      'nobody wants it; but it is busy',
    ],
    [
      'not all was seen',
      { runtime: 'a', outcome: 'unseen', why: fault('internal', 'half a list') },
      'a: nothing done, since not all could be seen: half a list',
    ],
    [
      'the plan was unsound',
      { runtime: 'a', outcome: 'unsound', violations: ['it removes x'], objects: [] },
      'a: nothing done, a defect of wharf: it removes x',
    ],
  ] as const)
    it(`reconcile ends with 125 when ${what}`, async () => {
      agent.reports = [report];
      const { status, stdout } = ask('reconcile');
      expect(await status).to.equal(125);
      expect(stdout.text).to.include(line);
    });

  it('run --detach hands the job over, and shows what became of it', async () => {
    expect(await linesOf('run', '-detach', 'job.hcl')).to.deep.equal([
      'ID        NAME           STATE    RUNNING  RESTARTS  SUBMITTED',
      '3f2a9c1e  shop.front[0]  running  1/1      0         1970-01-01T00:00:01Z',
    ]);
    expect(agent.jobs).to.deep.equal([aWebJob()]);
    expect(await documentOf('run', '-d', 'job.hcl')).to.deep.equal({ allocations: plain(agent.allocs) });
  });

  it('run --detach runs nothing itself', async () => {
    const asked = ask('run', '-d', 'job.hcl');
    await asked.status;
    expect(asked.app.asked).to.deep.equal(['read', 'close']);
  });

  it('run --detach hands over nothing that is not sound', async () => {
    const asked = ask('run', '-d', 'job.hcl');
    asked.app.job = err([{ path: 'job.shop', message: 'is wrong' }]);
    expect([await asked.status, asked.stderr.text]).to.deep.equal([125, 'job.shop is wrong\n']);
    expect(agent.jobs).to.deep.equal([]);
  });
});
