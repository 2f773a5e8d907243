import { expect } from 'chai';

import { ok } from '../../../src/domain/shared/result.js';
import { aGroup, aTask } from '../../../src/testing/builders/a-job.js';
import { aReport, aTaskReport, aWebJob, FakeApp, type Script } from './fake-app.js';
import { FakeOutlet } from './fake-outlet.js';
import { wharf, type Wharf } from './wharf.js';

function running(script: Script, around: Parameters<typeof wharf>[1] = {}): Wharf {
  const app = around.app ?? new FakeApp();
  app.script = script;
  return wharf(['run', 'job.hcl'], { ...around, app });
}

const exited = { type: 'exited', exit: { kind: 'code', code: 0, oom: false } } as const;

describe('a run, for people', () => {
  it('shows output where it was printed, what happens on standard error, and a table at the end', async () => {
    const { status, stdout, stderr, app } = running(async ({ print, happen }) => {
      happen({ type: 'received' });
      happen({ type: 'started' });
      await print('stdout', 'hello\nwor');
      await print('stderr', 'oh\n');
      await print('stdout', 'ld\n');
      happen(exited);
      return aReport();
    });
    expect(await status).to.equal(0);
    expect(stdout.lines).to.deep.equal(['web | hello', 'web | world']);
    expect(stderr.lines).to.deep.equal([
      'web * started',
      'web | oh',
      'web * exited: 0',
      'TASK  STATE     EXIT  RESTARTS  DURATION',
      'web   complete  0     0         1.5s',
    ]);
    expect(app.asked).to.deep.equal(['read', 'run', 'close']);
  });

  it('tells everything that can happen to a task in a line of its own', async () => {
    const { status, stderr } = running(({ happen }) => {
      happen({ type: 'start-failed', message: 'no such file: /bin/x', remedy: 'install it' });
      happen({ type: 'restarting', delayMs: 15_000, why: '1 of 3 attempts' });
      happen({ type: 'exited', exit: { kind: 'signal', signal: 'SIGKILL', oom: true } });
      happen({ type: 'not-restarting', why: 'no attempts left' });
      happen({ type: 'stopping', why: 'the leader ended' });
      happen({ type: 'killing' });
      happen({ type: 'stuck', message: 'process 7 does not die' });
      happen({ type: 'warning', message: 'its logs are lost' });
      return aReport({ tasks: [] });
    });
    await status;
    expect(stderr.lines).to.deep.equal([
      'web * did not start: no such file: /bin/x',
      'web *   install it',
      'web * restarting in 15s: 1 of 3 attempts',
      'web * exited: SIGKILL (out of memory)',
      'web * not restarting: no attempts left',
      'web * stopping: the leader ended',
      'web * killing',
      'web * stuck: process 7 does not die',
      'web * warning: its logs are lost',
    ]);
  });

  it('aligns the names of tasks, and tells allocations apart where there are several', async () => {
    const app = new FakeApp();
    const groups = [
      aGroup({ name: 'front', count: 2, tasks: [aTask({ name: 'web' })] }),
      aGroup({ name: 'back', tasks: [aTask({ name: 'database' })] }),
    ];
    app.job = ok({ job: { ...aWebJob(), groups }, warnings: [] });
    const { status, stdout, stderr } = running(
      async ({ print }) => {
        await print('stdout', 'a\n', { allocName: 'shop.front[1]' });
        await print('stdout', 'b\n', { allocName: 'shop.back[0]', task: 'database' });
        return aReport({ tasks: [aTaskReport({ allocName: 'shop.front[1]' })] });
      },
      { app },
    );
    await status;
    expect(stdout.lines).to.deep.equal(['front[1]/web     | a', 'back[0]/database | b']);
    expect(stderr.lines.at(-1)).to.match(/^front\[1\]\/web {2}complete/);
  });

  it('joins partial lines per task and stream, and shows the last one at the end of the task or of the run', async () => {
    const app = new FakeApp();
    app.job = ok({ job: aWebJob('web', 'db'), warnings: [] });
    const { status, stdout, stderr } = running(
      async ({ print, happen }) => {
        await print('stdout', 'web-');
        await print('stdout', 'db-', { task: 'db' });
        await print('stderr', 'err-');
        await print('stdout', 'out\n');
        await print('stdout', 'last words');
        happen(exited);
        await print('stdout', 'again\n');
        await print('stdout', 'end', { task: 'db' });
        return aReport({ tasks: [] });
      },
      { app },
    );
    await status;
    expect(stdout.lines).to.deep.equal(['web | web-out', 'web | last words', 'web | again', 'db  | db-end']);
    expect(stderr.lines).to.deep.equal(['web | err-', 'web * exited: 0']);
  });

  it('takes bytes that are no text as they are', async () => {
    const { status, stdout } = running(async ({ print }) => {
      await print('stdout', Uint8Array.of(0xff, 0x00, 0xfe, 0x0a));
      return aReport();
    });
    await status;
    expect([...stdout.bytes.subarray('web | '.length)]).to.deep.equal([0xff, 0x00, 0xfe, 0x0a]);
  });

  it('gives each task a colour of its own on a terminal, unless nobody wants colours', async () => {
    const app = new FakeApp();
    app.job = ok({ job: aWebJob('web', 'db'), warnings: [] });
    const script: Script = async ({ print }) => {
      await print('stdout', 'a\n');
      await print('stdout', 'b\n', { task: 'db' });
      return aReport();
    };
    const colored = running(script, { app, stdout: new FakeOutlet({ isTTY: true }) });
    await colored.status;
    expect(colored.stdout.lines).to.deep.equal(['\x1b[36mweb |\x1b[39m a', '\x1b[33mdb  |\x1b[39m b']);
    for (const environment of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const plain = running(script, { app, stdout: new FakeOutlet({ isTTY: true }), environment });
      await plain.status;
      expect(plain.stdout.lines).to.deep.equal(['web | a', 'db  | b']);
    }
    const flagged = wharf(['run', '--no-color', 'job'], { app, stdout: new FakeOutlet({ isTTY: true }) });
    await flagged.status;
    expect(flagged.stdout.lines).to.deep.equal(['web | a', 'db  | b']);
  });

  it('says what of the job is not done here before it runs', async () => {
    const app = new FakeApp();
    app.job = ok({ job: aWebJob(), warnings: ['job.shop.update is ignored: there is one host'] });
    const { status, stderr } = running(() => aReport({ tasks: [] }), { app });
    await status;
    expect(stderr.lines).to.deep.equal(['wharf: warning: job.shop.update is ignored: there is one host']);
  });
});
