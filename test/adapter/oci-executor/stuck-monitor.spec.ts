import { expect } from 'chai';

import { OciExecutor } from '../../../src/adapters/oci-executor/oci-executor.js';
import type { InstanceId, Tick } from '../../../src/domain/model/ids.js';
import type { Cgroups } from '../../../src/domain/ports/cgroups.js';
import type { Clock } from '../../../src/domain/ports/clock.js';
import type { ProcessTable } from '../../../src/domain/ports/process-table.js';
import { done, ok } from '../../../src/domain/shared/result.js';
import { anIdentity, at } from '../../../src/testing/builders/an-identity.js';
import { within } from '../../../src/testing/eventually.js';
import { faultOf } from '../../../src/testing/expect-result.js';
import { hostPorts } from '../../support/oci/an-executor.js';
import { plantInstance, settingsIn } from '../../support/oci/planted-instance.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

const id = 'some-task' as InstanceId;

describe('a monitor that can not be killed', function () {
  let directory: TemporaryDirectory;

  beforeEach(async function () {
    directory = await temporaryDirectory();
    await plantInstance(directory.path, id, anIdentity());
  });
  afterEach(() => directory.remove());

  it('does not keep a removal for ever, which says what is left', async function () {
    let now = 0;
    const clock: Clock = {
      now: () => at(now),
      steady: () => now as Tick,
      sleep: (ms) => {
        now += ms;
        return Promise.resolve();
      },
    };
    const killed: number[] = [];
    const processes: ProcessTable = {
      identify: (pid) => hostPorts().processes.identify(pid),
      program: (one) => hostPorts().processes.program(one),
      offspring: (ancestor, among) => hostPorts().processes.offspring(ancestor, among),
      isAlive: () => Promise.resolve(ok(true)),
      bearing: () => Promise.resolve(ok([])),
      signal: ({ pid }) => {
        killed.push(pid);
        return Promise.resolve(done);
      },
    };
    const cgroups = { kill: () => Promise.resolve(done) } as Partial<Cgroups> as Cgroups;
    const executor = new OciExecutor(settingsIn(directory.path), {
      ...hostPorts(),
      processes,
      cgroups,
      clock,
    });
    const answer = await within(5000, executor.remove(id, new AbortController().signal));
    expect(faultOf(answer)).to.equal('internal');
    expect(!answer.ok && answer.error.message).to.include(`process ${process.pid.toString()}`);
    expect(new Set(killed)).to.deep.equal(new Set([process.pid]));
    expect(now).to.be.within(10_000, 20_000);
  });
});
