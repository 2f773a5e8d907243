import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { OciExecutor } from '../../../src/adapters/oci-executor/oci-executor.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { anExecutor, hostPorts } from '../../support/oci/an-executor.js';
import { TaskRunner } from '../../support/oci/task-runner.js';
import { processesBearing } from '../../../src/testing/processes.js';

const never = new AbortController().signal;

describe('the probe', function () {
  this.timeout(60_000);
  let tasks: TaskRunner;

  beforeEach(async function () {
    tasks = await TaskRunner.open();
  });
  afterEach(() => tasks.close());

  const program = async (name: string, script: string): Promise<string> => {
    const path = join(tasks.directory, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  };

  it('runs a container once, and not again in the next process', async function () {
    const count = join(tasks.directory, 'count');
    const runtimePath = await program('counting-runc', `echo x >> ${count}; exec runc "$@"`);
    const open = (): Promise<OciExecutor> => anExecutor(tasks.directory, 'runc', { runtimePath });
    const first = valueOf(await (await open()).describe(never));
    expect(first.summary).to.include('runc').and.include('conmon');
    const runs = (await readFile(count, 'utf8')).length;
    expect(valueOf(await (await open()).describe(never))).to.deep.equal(first);
    expect((await readFile(count, 'utf8')).length).to.equal(runs);
    await writeFile(runtimePath, `#!/bin/sh\nexec runc "$@"\n# another one\n`);
    valueOf(await (await open()).describe(never));
  });

  it('leaves nothing of its container', async function () {
    valueOf(await tasks.executor.describe(never));
    expect(await readdir(join(tasks.directory, 'run', 'probes'))).to.deep.equal([]);
    expect(await processesBearing(join(tasks.directory, 'run', 'probes'))).to.deep.equal([]);
  });

  it('takes off what is left of one that was killed, and nothing of one that goes on', async function () {
    const { processes, cgroups } = hostPorts();
    const here = valueOf(await processes.identify(process.pid));
    const probe = ({ pid = 0, startTicks = 0 }): string =>
      `wharf-probe-${pid.toString()}-${startTicks.toString()}-planted`;
    const [killed, lives] = [probe({ pid: process.pid, startTicks: 1 }), probe(here ?? {})];
    const probes = join(tasks.directory, 'run', 'probes');
    for (const id of [killed, lives]) {
      await mkdir(join(probes, id, 'root', 'bin'), { recursive: true });
      valueOf(await cgroups.create(`/wharf/${id}`));
    }
    const left = spawn('/bin/sh', ['-c', 'sleep 600 & wait', killed], { stdio: 'ignore' });
    const gone = once(left, 'exit');
    valueOf(await tasks.executor.describe(never));
    await gone;
    expect(await readdir(probes)).to.deep.equal([lives]);
    expect(await tasks.traces(killed)).to.deep.equal([]);
    expect((await tasks.traces(lives)).filter((trace) => trace.startsWith('/sys/'))).not.to.deep.equal([]);
    valueOf(await cgroups.remove(`/wharf/${lives}`));
  });

  it('says unavailable, why, and what to do, when the runtime can run nothing', async function () {
    const runtimePath = await program('broken', 'echo "no such luck" >&2; exit 1');
    const executor = await anExecutor(tasks.directory, 'runc', { runtimePath });
    const described = await executor.describe(never);
    expect(faultOf(described)).to.equal('unavailable');
    expect(!described.ok && described.error.message).to.include('no such luck');
    expect(!described.ok && described.error.remedy).to.include('apt-get install');
    expect(faultOf(await executor.create(aProcessSpec(), never))).to.equal('unavailable');
    await mkdir(join(tasks.directory, 'run', 'oci'), { recursive: true });
    expect(await readdir(join(tasks.directory, 'run', 'oci'))).to.deep.equal([]);
  });

  for (const what of ['conmonPath', 'runtimePath'] as const) {
    it(`says unavailable with a remedy when ${what} is not there`, async function () {
      const executor = await anExecutor(tasks.directory, 'runc', { [what]: '/nowhere/to-be-found' });
      const described = await executor.describe(never);
      expect(faultOf(described)).to.equal('unavailable');
      expect(!described.ok && described.error.message).to.include('/nowhere/to-be-found');
      expect(!described.ok && described.error.remedy).to.include('apt-get install');
    });
  }

  it('asks anew after it found nothing', async function () {
    const runtimePath = await program('later', 'exit 1');
    const executor = await anExecutor(tasks.directory, 'runc', { runtimePath });
    expect(faultOf(await executor.describe(never))).to.equal('unavailable');
    await program('later', 'exec runc "$@"');
    valueOf(await executor.describe(never));
  });

  it('asks anew after it could not look', async function () {
    const run = join(tasks.directory, 'run');
    await writeFile(run, '');
    expect(faultOf(await tasks.executor.describe(never))).to.equal('not-found');
    await rm(run);
    valueOf(await tasks.executor.describe(never));
  });
});
