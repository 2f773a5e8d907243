import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { ProcfsProcessTable } from '../../src/adapters/procfs/procfs-process-table.js';
import { eventually } from '../../src/testing/eventually.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { aPublishingPlan, crashCycle, deedOf, programsOf } from '../support/cni/crash-cycle.js';
import { byAnother } from '../support/cni/network-deed.js';
import { NetworkHost } from '../support/cni/network-host.js';

const never = new AbortController().signal;

describe('Networks on a host that is not kind', function () {
  this.timeout(300_000);
  let host: NetworkHost;

  beforeEach(async function () {
    host = await NetworkHost.make();
  });
  afterEach(async function () {
    await host.dispose();
  });

  for (const what of ['add', 'remove'] as const)
    it(`leave nothing when who ${what}s one is killed at any program, and another removes it`, async function () {
      const programs = await programsOf(host, what);
      expect(programs.at(-1)).to.equal('done');
      for (const index of programs.slice(0, -1).keys()) {
        // In turn right before it, when it has just begun, and in the middle of it.
        const when = [{ amidMs: 5 }, 'before', { amidMs: 20 }] as const;
        const death = { program: index + 1, when: when[index % when.length] ?? 'before' };
        expect(await crashCycle(host, what, death)).to.deep.equal([]);
      }
    });

  it('are not made on by a plugin that outlives who ran it', async function () {
    const slow = join(host.directory, 'firewall');
    await writeFile(slow, '#!/bin/sh\n[ "$CNI_COMMAND" = DEL ] || sleep 1\nexec /usr/lib/cni/firewall\n');
    await chmod(slow, 0o755);
    const over = { cniPath: [host.directory, '/usr/lib/cni'] };
    const program = 1 + (await programsOf(host, 'add')).indexOf('/usr/lib/cni/firewall');
    const deed = deedOf(host, 'add', aPublishingPlan(23_000), over);
    await byAnother({ ...deed, death: { program, when: { amidMs: 200 } } });
    valueOf(await host.networks(over).remove(deed.id, never));
    const processes = new ProcfsProcessTable();
    await eventually(async () => valueOf(await processes.bearing([slow])).length === 0);
    expect(await host.traces()).to.deep.equal([]);
  });

  it('are made and removed fifty at once', async function () {
    const networks = host.networks();
    const plans = Array.from({ length: 50 }, (_, index) => aPublishingPlan(24_000 + index));
    const made = await Promise.all(plans.map(async (plan) => valueOf(await networks.add(plan, never))));
    expect(new Set(made.map(({ addresses }) => addresses[0]?.address)).size).to.equal(50);
    const removed = await Promise.all(made.map(({ id }) => networks.remove(id, never)));
    for (const each of removed) valueOf(each);
    expect(await host.traces()).to.deep.equal([]);
  });

  it('are removed though all of a namespace was taken out of it by others', async function () {
    const networks = host.networks();
    const { id, namespacePath } = valueOf(await networks.add(aPublishingPlan(23_000), never));
    await host.output('nsenter', [`--net=${namespacePath}`, 'ip', 'link', 'delete', 'eth0']);
    valueOf(await networks.remove(id, never));
    expect(await host.traces()).to.deep.equal([]);
  });

  it('are removed though their plugins are not there any more', async function () {
    const { id } = valueOf(await host.networks().add(aPublishingPlan(23_000), never));
    const without = host.networks({}, async (call) =>
      call.environment?.['CNI_COMMAND'] === 'DEL'
        ? { kind: 'not-run', cause: Object.assign(new Error('gone'), { code: 'ENOENT' }) }
        : host.run(call),
    );
    valueOf(await without.remove(id, never));
    expect(await host.traces()).to.deep.equal([]);
  });
});
