import { expect } from 'chai';

import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { AllocId, InstanceId, Instant } from '../../../src/domain/model/ids.js';
import { done, err } from '../../../src/domain/shared/result.js';
import { aTaskState, anAllocStatus, someAllocId } from '../../support/agent/an-alloc-status.js';
import { asClient } from '../../support/agent/as-client.js';
import { FakeAgent } from '../../support/agent/fake-agent.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { aWebJob } from './fake-app.js';
import { FakeOutlet } from './fake-outlet.js';
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

  for (const argv of [
    ['status', '3f2a'],
    ['logs', '3f2a', 'web'],
    ['exec', '3f2a', 'web', 'true'],
    ['signal', '-s', 'HUP', '3f2a'],
    ['restart', '3f2a'],
    ['stop', '3f2a'],
  ])
    it(`${argv.join(' ')} names all that an id may mean, and does nothing`, async () => {
      agent.allocs = [anAllocStatus(), anAllocStatus({ id: other, name: 'a.b[1]', state: 'lost' })];
      const { status, stderr, stdout } = ask(...argv);
      expect([await status, stdout.text]).to.deep.equal([125, '']);
      expect(stderr.lines).to.deep.equal([
        'wharf: several begin with 3f2a',
        '  say more of its id:',
        `  ${someAllocId}  shop.front[0]  running`,
        `  ${other}  a.b[1]         lost`,
      ]);
      expect([agent.asked, agent.sessions]).to.deep.equal([[], []]);
    });

  it('logs gives out what was printed, as it was', async () => {
    agent.stdout.push(Buffer.from([0xff, 0, 10]), Buffer.from('no end'));
    const { status, stdout } = ask('logs', '3f', 'web', '--tail', '5');
    expect(await status).to.equal(0);
    expect(stdout.bytes.equals(Buffer.concat([Buffer.from([0xff, 0, 10]), Buffer.from('no end')]))).to.equal(
      true,
    );
    expect(agent.asked).to.deep.equal([
      `logs ${someAllocId} web {"stream":"stdout","tailLines":5,"follow":false}`,
    ]);
  });

  it('logs -f goes on until it is interrupted', async () => {
    agent.stderr.push(Buffer.from('one\n'));
    const asked = ask('logs', '-f', '--stderr', '3f', 'web');
    await eventually(() => asked.stdout.text === 'one\n');
    agent.stderr.push(Buffer.from('two\n'));
    await eventually(() => asked.stdout.text === 'one\ntwo\n');
    expect(asked.signal()).to.equal(true);
    expect(await within(2000, asked.status)).to.equal(130);
    expect(agent.stderr.playing).to.equal(0);
  });

  it('logs -f ends when nobody reads any more', async () => {
    agent.stdout.push(Buffer.from('one\n'));
    const stdout = new FakeOutlet();
    const asked = wharf(['logs', '-f', '3f', 'web'], { agent: asClient(agent), stdout });
    await eventually(() => stdout.text === 'one\n');
    stdout.leave();
    expect(await within(2000, asked.status)).to.equal(0);
  });

  it('logs is as fast as its reader', async () => {
    agent.stdout.push(...Array.from({ length: 100 }, () => Buffer.alloc(1000)));
    const stdout = new FakeOutlet({ blocked: true });
    const asked = wharf(['logs', '3f', 'web'], { agent: asClient(agent), stdout });
    await eventually(() => agent.stdout.given > 0);
    expect(agent.stdout.given).to.be.below(10);
    stdout.read();
    expect(await within(2000, asked.status)).to.equal(0);
    expect(stdout.bytes).to.have.length(100_000);
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

  it('events tells what has happened, and ends', async () => {
    agent.happen({ type: 'received' });
    agent.happen({ type: 'exited', exit: { kind: 'code', code: 7, oom: false } });
    expect(await linesOf('events')).to.deep.equal([
      '1970-01-01T00:00:00Z 3f2a9c1e shop.front[0]/web: received',
      '1970-01-01T00:00:00Z 3f2a9c1e shop.front[0]/web: exited: 7',
    ]);
    expect(await linesOf('events', '--after', '1')).to.have.length(1);
    expect(await linesOf('events', '--after', '1', '--output', 'json')).to.deep.equal([
      `{"kind":"event","number":2,"at":2,"alloc":"${someAllocId}","allocName":"shop.front[0]","task":"web","event":{"type":"exited","exit":{"kind":"code","code":7,"oom":false}}}`,
    ]);
    expect(agent.log.playing).to.equal(0);
  });

  it('events -f goes on', async () => {
    const asked = ask('events', '-f');
    await eventually(() => agent.log.playing === 1);
    agent.happen({ type: 'started' });
    await eventually(() => asked.stdout.lines.length === 1);
    asked.signal();
    expect(await within(2000, asked.status)).to.equal(130);
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

  it('say what the agent refused, why, and what to do', async () => {
    const problems = [{ path: 'job.web', message: 'is wrong' }];
    agent.refusal = fault('invalid-spec', 'it can not run here', { remedy: 'do that', problems });
    const { status, stdout, stderr } = ask('run', '-d', 'job.hcl');
    expect([await status, stdout.text]).to.deep.equal([125, '']);
    expect(stderr.lines).to.deep.equal(['wharf: it can not run here', '  do that', 'job.web is wrong']);
  });

  for (const argv of [
    ['ps'],
    ['status', '3f'],
    ['logs', '-f', '3f', 'web'],
    ['exec', '-it', '3f', 'web', '--', 'sh'],
    ['signal', '-s', 'HUP', '3f'],
    ['restart', '3f'],
    ['stop', '--purge', '3f'],
    ['events', '-f'],
    ['explain', 'x'],
    ['reconcile', '--dry-run'],
    ['run', '--detach', 'job.hcl'],
  ])
    it(`${argv.join(' ')} ends with 125 where no agent listens, and says where it looked`, async () => {
      const { status, stdout, stderr, stdin } = wharf(['--socket', '/nonexistent/agent.sock', ...argv]);
      expect([await within(3000, status), stdout.text]).to.deep.equal([125, '']);
      expect(stderr.lines).to.deep.equal([
        'wharf: no agent listens at /nonexistent/agent.sock: there is no such socket',
        '  start one: systemctl start wharf-agent, or wharf agent; or say where it listens: --socket PATH',
      ]);
      expect(stdin.modes).to.deep.equal([]);
    });

  for (const [argv, complaint] of [
    [['signal', '3f'], "required option '-s, --signal <name>' not specified"],
    [['signal', '-s', 'NOPE', '3f'], 'It must be a signal such as SIGHUP.'],
    [['logs', '--tail', '-1', '3f', 'web'], 'It must be a whole number.'],
    [['stop', '--timeout', '5', '3f'], 'It must be a duration such as 90s.'],
    [['exec', '3f', 'web'], "missing required argument 'command'"],
  ] as const)
    it(`${argv.join(' ')} is refused`, async () => {
      const { status, stderr } = ask(...argv);
      expect(await status).to.equal(125);
      expect(stderr.text).to.include(complaint);
    });
});
