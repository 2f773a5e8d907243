import { expect } from 'chai';

import type { Exit } from '../../../src/domain/model/exit.js';
import type { Instant } from '../../../src/domain/model/ids.js';
import type { RunReport, TaskReport } from '../../../src/domain/model/report.js';
import { err } from '../../../src/domain/shared/result.js';
import { aReport, aTaskReport, FakeApp } from './fake-app.js';
import { FakeOutlet } from './fake-outlet.js';
import { wharf, type Wharf } from './wharf.js';

function ending(report: RunReport, stderr = new FakeOutlet()): Wharf {
  const app = new FakeApp();
  app.script = () => report;
  return wharf(['run', 'job.hcl'], { app, stderr });
}

const code = (value: number): Exit => ({ kind: 'code', code: value, oom: false });
const failed = (exit: Exit): Partial<TaskReport> => ({ outcome: 'failed', exit });

describe('the end of a run', () => {
  for (const [what, report, status] of [
    ['0 when its task ended well', aReport(), 0],
    ["its only main task's own status", aReport({ tasks: [aTaskReport(failed(code(7)))] }), 7],
    [
      '128 and the signal that killed it',
      aReport({ tasks: [aTaskReport(failed({ kind: 'signal', signal: 'SIGSEGV', oom: false }))] }),
      139,
    ],
    [
      'the status of the first task that failed',
      aReport({ tasks: [aTaskReport(), aTaskReport(failed(code(3))), aTaskReport(failed(code(4)))] }),
      3,
    ],
    [
      '125 when nobody knows how it ended',
      aReport({ tasks: [aTaskReport(failed({ kind: 'unknown', why: 'its monitor died', oom: false }))] }),
      125,
    ],
    [
      '125 when wharf itself failed',
      aReport({ failures: [{ message: 'no engine', remedy: undefined }] }),
      125,
    ],
    ['130 when it was told to stop', aReport({ interrupted: true }), 130],
  ] as const)
    it(`is status ${what}`, async () => {
      expect(await ending(report).status).to.equal(status);
    });

  it('is a table of all tasks with state, exit, restarts and duration', async () => {
    const { status, stderr } = ending(
      aReport({
        tasks: [
          aTaskReport({ restarts: 2, finishedAt: 3_601_000 as Instant }),
          aTaskReport({ task: 'setup', ...failed({ kind: 'signal', signal: 'SIGKILL', oom: true }) }),
          aTaskReport({ task: 'proxy', outcome: 'stopped', exit: code(0) }),
          aTaskReport({ task: 'db', outcome: 'not-started', exit: undefined, startedAt: undefined }),
        ],
      }),
    );
    await status;
    expect(stderr.lines).to.deep.equal([
      'TASK   STATE        EXIT                     RESTARTS  DURATION',
      'web    complete     0                        2         1h',
      'setup  failed       SIGKILL (out of memory)  0         1.5s',
      'proxy  stopped      0                        0         1.5s',
      'db     not started  -                        0         -',
    ]);
  });

  it('paints states on a terminal without moving the columns', async () => {
    const { status, stderr } = ending(aReport(), new FakeOutlet({ isTTY: true }));
    await status;
    expect(stderr.lines.at(-1)).to.equal('web   \x1b[32mcomplete\x1b[39m  0     0         1.5s');
  });

  it('names what failed and what a person can do about it', async () => {
    const failure = { message: 'there is no program "x"', remedy: 'install it' };
    const { status, stderr } = ending(
      aReport({
        tasks: [aTaskReport({ outcome: 'not-started', exit: undefined, failure })],
        failures: [{ message: 'no engine answers at unix:///x', remedy: 'start it' }],
      }),
    );
    expect(await status).to.equal(125);
    expect(stderr.lines.slice(-4)).to.deep.equal([
      'wharf: web: there is no program "x"',
      '  install it',
      'wharf: no engine answers at unix:///x',
      '  start it',
    ]);
  });

  it('comes before the start for a job with problems: each by its place, with what is meant', async () => {
    const app = new FakeApp();
    app.job = err([
      {
        path: 'job.hcl',
        position: { file: 'job.hcl', line: 3, column: 7 },
        message: 'a block begins here and never ends',
      },
      {
        path: 'job.shop.group.front.task.web.config.imagee',
        message: 'is not known here',
        suggestion: 'did you mean "image"?',
      },
    ]);
    const { status, stderr } = wharf(['run', 'job.hcl'], { app });
    expect(await status).to.equal(125);
    expect(stderr.lines).to.deep.equal([
      'job.hcl:3:7: a block begins here and never ends',
      'job.shop.group.front.task.web.config.imagee is not known here (did you mean "image"?)',
    ]);
    expect(app.asked).to.deep.equal(['read', 'close']);
  });

  it('names why no app could be opened', async () => {
    const openFails = Object.assign(new Error("/var/lib/x can't be written: EROFS"), {
      remedy: 'choose another --state-dir',
    });
    const { status, stderr } = wharf(['run', 'job.hcl'], { openFails });
    expect(await status).to.equal(125);
    expect(stderr.lines).to.deep.equal([
      "wharf: /var/lib/x can't be written: EROFS",
      '  choose another --state-dir',
    ]);
  });

  it('owns up to a defect, and closes the app all the same', async () => {
    const app = new FakeApp();
    app.script = () => Promise.reject(new TypeError('x is not a function'));
    const { status, stderr } = wharf(['run', 'job.hcl'], { app });
    expect(await status).to.equal(125);
    expect(stderr.lines[0]).to.equal(
      'wharf: this is a defect of wharf, please report it: TypeError: x is not a function',
    );
    expect(app.asked.at(-1)).to.equal('close');
  });
});
