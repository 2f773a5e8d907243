import { expect } from 'chai';

import { doing, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { type FaultScript, FaultyRuntime } from '../../support/faults/faulty-runtime.js';

describe('a runtime with scripted faults', function () {
  const never = new AbortController().signal;
  const spec = aProcessSpec();

  const make = (script: FaultScript): { host: MemoryHost; runtime: FaultyRuntime<typeof spec> } => {
    const host = new MemoryHost(new ManualClock());
    return { host, runtime: new FaultyRuntime(new MemoryRuntime(host, () => doing(waitForEver)), script) };
  };

  it('fails before a call took effect, or after, in turn', async function () {
    const { host, runtime } = make({ create: [{ before: 'unavailable' }, { after: 'outcome-unknown' }] });
    expect(faultOf(await runtime.create(spec, never))).to.equal('unavailable');
    expect(host.all()).to.have.length(0);
    expect(faultOf(await runtime.create(spec, never))).to.equal('outcome-unknown');
    expect(host.all()).to.have.length(1);
    expect(faultOf(await runtime.create(spec, never))).to.equal('conflict');
    expect(runtime.calls).to.deep.equal(['create', 'create', 'create']);
  });

  it('hangs until its caller gives up', async function () {
    const { host, runtime } = make({ create: ['pass', 'hang'] });
    valueOf(await runtime.create(spec, never));
    const soon = new AbortController();
    const hanging = runtime.create(aProcessSpec(), soon.signal);
    expect(await Promise.race([hanging, Promise.resolve('nothing yet')])).to.equal('nothing yet');
    soon.abort();
    expect(faultOf(await hanging)).to.equal('outcome-unknown');
    expect(host.all()).to.have.length(1);
  });
});
