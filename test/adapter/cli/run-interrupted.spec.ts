import { expect } from 'chai';
import { once } from 'node:events';

import { eventually, within } from '../../../src/testing/eventually.js';
import { aReport, FakeApp, type Script } from './fake-app.js';
import { FakeOutlet } from './fake-outlet.js';
import { wharf, type Wharf } from './wharf.js';

function running(script: Script, around: Parameters<typeof wharf>[1] = {}): Wharf {
  const app = new FakeApp();
  app.script = script;
  return wharf(['run', 'job.hcl'], { ...around, app });
}

const stopped = (): ReturnType<typeof aReport> => aReport({ tasks: [], interrupted: true });

describe('a run that is interrupted', () => {
  it('stops in order at the first signal and kills at the second', async () => {
    const seen: string[] = [];
    const run = running(async ({ control: { stop, kill } }) => {
      await once(stop, 'abort');
      seen.push('stop', `kill is ${String(kill.aborted)}`);
      await once(kill, 'abort');
      seen.push('kill');
      return stopped();
    });
    await eventually(() => run.app.asked.includes('run'));
    run.signal();
    await eventually(() => seen.length === 2);
    run.signal();
    expect(await within(1000, run.status)).to.equal(130);
    expect(seen).to.deep.equal(['stop', 'kill is false', 'kill']);
    expect(run.stderr.lines).to.deep.equal(['wharf: stopping all tasks in order; once more kills them']);
  });

  it('leaves signals alone once it is over', async () => {
    const run = running(stopped);
    await run.status;
    expect(run.signal()).to.equal(false);
  });

  it('does not begin when the signal comes before', async () => {
    const run = running(stopped);
    run.app.readJob = () => {
      expect(run.signal()).to.equal(true);
      return Promise.resolve(run.app.job);
    };
    expect(await run.status).to.equal(130);
    expect(run.app.asked).not.to.include('run');
    expect(run.app.asked.at(-1)).to.equal('close');
  });

  it('makes tasks wait while nobody reads their output', async () => {
    const stdout = new FakeOutlet({ blocked: true });
    let printed = 0;
    const run = running(
      async ({ print }) => {
        for (let n = 0; n < 100; n++) {
          await print('stdout', 'x'.repeat(99) + '\n');
          printed++;
        }
        return aReport();
      },
      { stdout },
    );
    await eventually(() => stdout.writableNeedDrain);
    expect(printed).to.equal(0);
    stdout.read();
    expect(await within(1000, run.status)).to.equal(0);
    expect(stdout.lines).to.have.lengthOf(100);
  });

  it('still hears signals while nobody reads', async () => {
    const stdout = new FakeOutlet({ blocked: true });
    const run = running(
      async ({ print, control: { stop } }) => {
        void print('stdout', 'x'.repeat(1000) + '\n');
        await once(stop, 'abort');
        return stopped();
      },
      { stdout },
    );
    await eventually(() => stdout.writableNeedDrain);
    run.signal();
    expect(await within(1000, run.status)).to.equal(130);
  });

  it('stops in order when its reader leaves, and lets no task wait for it', async () => {
    const stdout = new FakeOutlet({ blocked: true });
    const run = running(
      async ({ print, control: { stop } }) => {
        await print('stdout', 'x'.repeat(1000) + '\n');
        await print('stdout', 'after\n');
        if (!stop.aborted) await once(stop, 'abort');
        return stopped();
      },
      { stdout },
    );
    await eventually(() => stdout.writableNeedDrain);
    stdout.leave();
    expect(await within(1000, run.status)).to.equal(130);
    expect(run.stderr.text).to.equal('');
  });

  it('goes on when only the reader of standard error leaves', async () => {
    const stderr = new FakeOutlet();
    const run = running(
      async ({ print, happen }) => {
        stderr.leave();
        await eventually(() => stderr.closed);
        happen({ type: 'started' });
        await print('stderr', 'unheard\n');
        await print('stdout', 'heard\n');
        return aReport();
      },
      { stderr },
    );
    expect(await within(1000, run.status)).to.equal(0);
    expect(run.stdout.lines).to.deep.equal(['web | heard']);
  });
});
