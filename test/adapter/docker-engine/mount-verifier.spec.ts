import { expect } from 'chai';

import { MountVerifier } from '../../../src/adapters/docker-engine/container/mount-verifier.js';
import { MemoryMountTable } from '../../../src/adapters/memory/memory-mount-table.js';
import { ProcfsProcessTable } from '../../../src/adapters/procfs/procfs-process-table.js';
import { fault, type RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import type { HostMount } from '../../../src/domain/model/host-mount.js';
import type { InstanceId, Instant } from '../../../src/domain/model/ids.js';
import type { Instance } from '../../../src/domain/model/instance.js';
import type { Propagation } from '../../../src/domain/model/mount.js';
import type { MountTable } from '../../../src/domain/ports/mount-table.js';
import type { ProcessTable } from '../../../src/domain/ports/process-table.js';
import { err, ok, type Result } from '../../../src/domain/shared/result.js';
import { anIdentity } from '../../../src/testing/builders/an-identity.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { aHostMount } from '../../support/builders/a-host-mount.js';

const startedAt = 0 as Instant;
const unavailable = err(fault('unavailable', 'no answer'));
const gone = err(fault('not-found', 'it has ended'));
const transient = err(fault('resource-exhausted', 'too many open files'));

describe('The verifier of what a container has mounted', () => {
  let instance: Instance;
  let hasEnded: Result<boolean, RuntimeFault>;
  let asked: number;
  const verify = (verifier: MountVerifier, seen = instance): ReturnType<MountVerifier['verify']> =>
    verifier.verify(seen, () => {
      asked += 1;
      return Promise.resolve(hasEnded);
    });
  /** Of a container that was to have /source at /data; each table in turn is what it has, the last one from then on. */
  const reading = (
    tables: readonly (readonly HostMount[])[],
    propagation: Propagation = 'private',
    more: Partial<Pick<MountTable, 'made'>> & { readonly processes?: Partial<ProcessTable> } = {},
  ): MountVerifier => {
    let reads = 0;
    const task = (): readonly HostMount[] => tables[Math.min(reads++, tables.length - 1)] ?? [];
    const mounts = Object.assign(new MemoryMountTable([aHostMount('/', { peerGroup: 1 })], task), more);
    const processes = Object.assign(new ProcfsProcessTable(), more.processes);
    const verifier = new MountVerifier({ ...engineHost, mounts, processes });
    const access = { readOnly: false, propagation };
    verifier.ask('name', [{ kind: 'bind', source: '/source', target: '/data', ...access }]);
    return verifier;
  };
  const right = [aHostMount('/data', { root: '/source' })];
  const wrong = [aHostMount('/data', { root: '/other' })];

  beforeEach(async () => {
    hasEnded = ok(false);
    asked = 0;
    // A container is known by its control group; here it is this process.
    const id = valueOf(await engineHost.cgroups.groupOf(process.pid)) as InstanceId;
    const state = { phase: 'running', pid: process.pid, startedAt } as const;
    instance = { id, name: 'name', identity: anIdentity(), createdAt: startedAt, state };
  });
  const unseen = (): Instance => ({ ...instance, id: 'not-its-group' as InstanceId });

  it('lets one be that has what was asked for, and does not read it again', async () => {
    const verifier = reading([right, wrong]);
    valueOf(await verify(verifier));
    valueOf(await verify(verifier));
  });

  it('refuses one that has something else, when it reads it twice', async () => {
    expect(faultOf(await verify(reading([wrong])))).to.equal('unsupported');
  });

  it('does not refuse one because of a table that was read while it changed', async () => {
    valueOf(await verify(reading([[], right])));
  });

  it('has nothing to say of one that has ended, or ends while it is read', async () => {
    const exit = { kind: 'code', code: 0, oom: false } as const;
    const state = { phase: 'exited', exit, startedAt, finishedAt: startedAt } as const;
    valueOf(await verify(reading([wrong]), { ...instance, state }));
    const processes = { isAlive: () => Promise.resolve(ok(false)) };
    valueOf(await verify(reading([wrong], 'private', { processes })));
    const made = (): Promise<typeof gone> => Promise.resolve(gone);
    valueOf(await verify(reading([wrong], 'private', { made })));
  });

  it('has nothing to say of one that it was not asked to verify', async () => {
    valueOf(await verify(reading([wrong]), { ...instance, name: 'another' }));
  });

  it('says that it can not be told now, and is asked again, when this host can not be read', async () => {
    for (const propagation of ['private', 'host-to-task'] as const) {
      const verifier = reading([wrong], propagation, { made: () => Promise.resolve(transient) });
      expect(faultOf(await verify(verifier))).to.equal('resource-exhausted');
      expect(faultOf(await verify(verifier))).to.equal('resource-exhausted');
      expect(asked).to.equal(0);
    }
  });

  describe('when its process is not to be seen', () => {
    it('asks the engine whether it has ended, and again when that does not say', async () => {
      const verifier = reading([wrong], 'host-to-task');
      hasEnded = unavailable;
      expect(faultOf(await verify(verifier, unseen()))).to.equal('unavailable');
      hasEnded = ok(true);
      valueOf(await verify(verifier, unseen()));
      expect(asked).to.equal(2);
    });

    it('refuses binds that pass mounts on, for then the engine is elsewhere, and no others', async () => {
      const refused = await verify(reading([right], 'host-to-task'), unseen());
      expect(faultOf(refused)).to.equal('unsupported');
      expect(refused).to.have.nested.property('error.remedy').that.includes('on the host of the engine');
      valueOf(await verify(reading([right]), unseen()));
    });

    it('refuses none when others of the engine were seen here: it is late to notice', async () => {
      const verifier = reading([right], 'host-to-task');
      verifier.ask('other', [
        { kind: 'bind', source: '/source', target: '/data', readOnly: false, propagation: 'private' },
      ]);
      valueOf(await verify(verifier, { ...instance, name: 'other' }));
      expect(faultOf(await verify(verifier, unseen()))).to.equal('unavailable');
    });
  });
});
