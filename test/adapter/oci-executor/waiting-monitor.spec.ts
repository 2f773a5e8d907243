import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { OciExecutor } from '../../../src/adapters/oci-executor/oci-executor.js';
import { ProcfsCgroups } from '../../../src/adapters/procfs/procfs-cgroups.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { Cgroups } from '../../../src/domain/ports/cgroups.js';
import type { Clock } from '../../../src/domain/ports/clock.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { err } from '../../../src/domain/shared/result.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { eventually } from '../../../src/testing/eventually.js';
import { faultOf } from '../../../src/testing/expect-result.js';
import { processesBearing } from '../../../src/testing/processes.js';
import { hostClock } from '../../support/host-clock.js';
import { hostPorts } from '../../support/oci/an-executor.js';
import { settingsIn } from '../../support/oci/planted-instance.js';
import { tracesOf } from '../../support/oci/traces.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

const never = new AbortController().signal;

describe('a monitor whose bundle is not complete', function () {
  this.timeout(20_000);
  let directory: TemporaryDirectory;

  beforeEach(async function () {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  it('waits, and is gone with all the rest when the bundle can not be completed', async function () {
    const { name } = aProcessSpec({});
    const cgroups = new FailingCgroups(hostClock, async () => {
      await eventually(() => waitsForItsStart(name));
      return err(fault('internal', 'no control groups today'));
    });
    const executor = new OciExecutor(settingsIn(directory.path), { ...hostPorts(), cgroups });
    const answer = await executor.create(aProcessSpec({ name, command: ['sleep', '1000'] }), never);
    expect(faultOf(answer)).to.equal('internal');
    expect(!answer.ok && answer.error.message).to.equal('no control groups today');
    expect(await tracesOf(name, directory.path)).to.deep.equal([]);
  });
});

/** The control groups of this host, but for those of tasks. */
class FailingCgroups extends ProcfsCgroups {
  readonly #fail: Cgroups['create'];

  constructor(clock: Clock, fail: Cgroups['create']) {
    super(clock);
    this.#fail = fail;
  }

  override create(path: string): Answer<undefined> {
    return path.startsWith('/wharf/wharf-probe-') ? super.create(path) : this.#fail(path);
  }
}

/** Whether all that works on an instance is one process that reads the fifth of its files. */
async function waitsForItsStart(name: string): Promise<boolean> {
  const [pid, ...more] = await processesBearing(name);
  if (pid === undefined || more.length > 0) return false;
  const [call, file] = (await readFile(`/proc/${pid.toString()}/syscall`, 'utf8')).split(' ');
  return call === (process.arch === 'x64' ? '0' : '63') && file === '0x4';
}
