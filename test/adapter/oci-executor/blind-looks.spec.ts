import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import { expect } from 'chai';

import { bundlePaths, runPaths, type RunPaths } from '../../../src/adapters/oci-executor/bundle.js';
import { OciExecutor, type OciExecutorPorts } from '../../../src/adapters/oci-executor/oci-executor.js';
import { Preparation } from '../../../src/adapters/oci-executor/prepare.js';
import { defaultRootDirectories } from '../../../src/adapters/oci-executor/root-filesystem.js';
import type { OciSettings } from '../../../src/adapters/oci-executor/settings.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { Cgroups } from '../../../src/domain/ports/cgroups.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { err } from '../../../src/domain/shared/result.js';
import { drained } from '../../../src/testing/contract/runtime-harness.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { anIdentity } from '../../../src/testing/builders/an-identity.js';
import { eventually } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../../support/host-clock.js';
import { hostPorts } from '../../support/oci/an-executor.js';
import { plantInstance, settingsIn } from '../../support/oci/planted-instance.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

const never = new AbortController().signal;
const id = 'some-task' as InstanceId;
const blind = (): Answer<never> => Promise.resolve(err(fault('resource-exhausted', 'too many open files')));

describe('a look that fails', function () {
  let directory: TemporaryDirectory;
  let run: RunPaths;
  const identity = anIdentity();

  const settings = (): OciSettings => settingsIn(directory.path);

  beforeEach(async function () {
    directory = await temporaryDirectory();
    run = runPaths(settings());
    await plantInstance(directory.path, id, identity);
  });
  afterEach(() => directory.remove());

  it('finds the instance running while nothing fails', async function () {
    const seen = valueOf(await new OciExecutor(settings(), hostPorts()).inspect(id, never));
    expect(seen.state).to.deep.equal({ phase: 'running', pid: process.pid, startedAt: 1 });
  });

  for (const [what, over] of [
    ['whether a process lives', { isAlive: blind }],
    ['which boot this is', { identify: blind }],
  ] as const) {
    it(`is a fault and no end of the instance: ${what}`, async function () {
      const { processes, ...others } = hostPorts();
      const ports: OciExecutorPorts = {
        ...others,
        processes: {
          identify: (pid) => processes.identify(pid),
          isAlive: (one) => processes.isAlive(one),
          program: (one) => processes.program(one),
          bearing: (texts) => processes.bearing(texts),
          offspring: (one, among) => processes.offspring(one, among),
          signal: (one, name) => processes.signal(one, name),
          ...over,
        },
      };
      const executor = new OciExecutor(settings(), ports);
      expect(faultOf(await executor.inspect(id, never))).to.equal('resource-exhausted');
      expect(faultOf(await executor.list(identity.owner, never))).to.equal('resource-exhausted');
      expect(faultOf(await executor.signal(id, 'SIGCONT', never))).to.equal('resource-exhausted');
      expect(faultOf(await executor.stats(id, never))).to.equal('resource-exhausted');
    });
  }

  it('is made again when a host could not tell at first what it limits', async function () {
    const { cgroups, mounts } = hostPorts();
    let looks = 0;
    const once = { limitsSwap: () => (++looks === 1 ? blind() : cgroups.limitsSwap()) };
    const preparation = new Preparation(defaultRootDirectories, mounts, once as Cgroups);
    const prepare = (): ReturnType<Preparation['prepare']> =>
      preparation.prepare(aProcessSpec(), id, `${directory.path}/root`);
    expect(faultOf(await prepare())).to.equal('resource-exhausted');
    valueOf(await prepare());
    valueOf(await prepare());
    expect(looks).to.equal(2);
  });

  describe('at what is followed', function () {
    /** What nobody can read as a file. */
    const spoil = async (path: string): Promise<void> => {
      await rm(path, { recursive: true, force: true });
      await mkdir(path, { recursive: true });
    };

    /** An executor for which no time passes; `mend` is what happens while it waits on behalf of `never`. */
    const restless = (mend: () => Promise<void> = () => Promise.resolve()): OciExecutor =>
      new OciExecutor(settings(), {
        ...hostPorts(),
        clock: {
          ...hostClock,
          sleep: (_, signal) => (signal === never ? mend() : turn()),
        },
      });

    it('breaks logs off without throwing when it goes on failing', async function () {
      await spoil(bundlePaths(run, id).record);
      expect(await drained(restless().logs(id, undefined, never))).to.deep.equal([]);
    });

    it('is done again, so that nothing of a log is lost', async function () {
      const { output, exit } = bundlePaths(run, id);
      await spoil(join(output, 'log'));
      await mkdir(run.exits, { recursive: true });
      await writeFile(exit, '0');
      const line = '2026-11-23T22:21:08.730997461+00:00 stdout F one\n';
      const mend = async (): Promise<void> => {
        await rm(join(output, 'log'), { recursive: true });
        await writeFile(join(output, 'log'), line);
      };
      const items = await drained(restless(mend).logs(id, undefined, never));
      const given = items.map((item) => (item === 'end' ? item : Buffer.from(item.bytes).toString()));
      expect(given).to.deep.equal(['one\n', 'end']);
    });

    it('ends watch without throwing', async function () {
      await spoil(bundlePaths(run, id).record);
      const watching = drained(restless().watch(identity.owner, never));
      let isOver = false;
      const over = (): void => {
        isOver = true;
      };
      watching.then(over, over);
      await eventually(async () => {
        await writeFile(bundlePaths(run, id).exit, '0').catch(() => undefined);
        return isOver;
      });
      expect(await watching).to.deep.equal([]);
    });
  });
});
