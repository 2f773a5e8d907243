import { expect } from 'chai';
import { readFile } from 'node:fs/promises';

import { err, ok } from '../../../src/domain/shared/result.js';
import { aReport, aTaskReport, aWebJob, FakeApp } from './fake-app.js';
import { wharf } from './wharf.js';

const argv = ['run', 'job.hcl', '--output', 'json'];
const parsed = (lines: readonly string[]): readonly Record<string, unknown>[] =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a run, for programs', () => {
  it('is one object per line, the report last', async () => {
    const app = new FakeApp();
    app.job = ok({ job: aWebJob(), warnings: ['update is ignored'] });
    app.script = async ({ print, happen }) => {
      happen({ type: 'started' });
      await print('stderr', 'one\ntw');
      happen({ type: 'exited', exit: { kind: 'code', code: 7, oom: false } });
      return aReport({
        tasks: [aTaskReport({ outcome: 'failed', exit: { kind: 'code', code: 7, oom: false } })],
      });
    };
    const { status, stdout, stderr } = wharf(argv, { app });
    expect(await status).to.equal(7);
    const task = { alloc: 'id of shop.front[0]', allocName: 'shop.front[0]', task: 'web' };
    const objects = parsed(stdout.lines);
    expect(objects.slice(0, -1)).to.deep.equal([
      { kind: 'warning', message: 'update is ignored' },
      { kind: 'event', ...task, at: 1_000_000, event: { type: 'started' } },
      { kind: 'output', ...task, stream: 'stderr', line: 'one' },
      { kind: 'output', ...task, stream: 'stderr', line: 'tw' },
      {
        kind: 'event',
        ...task,
        at: 1_000_000,
        event: { type: 'exited', exit: { kind: 'code', code: 7, oom: false } },
      },
    ]);
    expect(objects.at(-1)).to.deep.include({
      kind: 'report',
      exitStatus: 7,
      interrupted: false,
      failures: [],
    });
    expect(objects.at(-1)).to.have.nested.property('tasks[0].exit.code', 7);
    expect(stderr.text).to.equal('');
  });

  it('tells how a pull goes on once per second', async () => {
    const app = new FakeApp();
    app.script = ({ happen, pass }) => {
      for (let n = 0; n < 25; n++) {
        happen({ type: 'pulling', image: 'busybox', progress: undefined });
        pass(100);
      }
      return aReport();
    };
    const { status, stdout } = wharf(argv, { app });
    await status;
    expect(parsed(stdout.lines).filter(({ kind }) => kind === 'event')).to.have.lengthOf(3);
  });

  it('tells the problems of a job that does not run, to people too', async () => {
    const app = new FakeApp();
    app.job = err([{ path: 'job.shop', message: 'has no group' }]);
    const { status, stdout, stderr } = wharf(argv, { app });
    expect(await status).to.equal(125);
    expect(parsed(stdout.lines)).to.deep.equal([
      { kind: 'problem', path: 'job.shop', message: 'has no group' },
    ]);
    expect(stderr.lines).to.deep.equal(['job.shop has no group']);
    expect(app.asked).to.deep.equal(['read', 'close']);
  });

  it('has no kind of object that docs/json-output.md does not name, and no other', async () => {
    const page = await readFile(new URL('../../../../docs/json-output.md', import.meta.url), 'utf8');
    const named = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, kind]) => kind);
    const refused = new FakeApp();
    refused.job = err([{ path: 'job.shop', message: 'has no group' }]);
    const app = new FakeApp();
    app.job = ok({ job: aWebJob(), warnings: ['update is ignored'] });
    app.script = async ({ print, happen }) => {
      happen({ type: 'started' });
      await print('stdout', 'x\n');
      return aReport();
    };
    const runs = [wharf(argv, { app: refused }), wharf(argv, { app })];
    await Promise.all(runs.map(({ status }) => status));
    const kinds = runs.flatMap(({ stdout }) => parsed(stdout.lines).map(({ kind }) => kind));
    expect(named).to.have.members(kinds);
  });
});
