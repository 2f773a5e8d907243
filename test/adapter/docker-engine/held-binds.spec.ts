import { expect } from 'chai';

import { StagedBinds } from '../../../src/adapters/docker-engine/container/staged-binds.js';
import { fault, type RuntimeFaultKind } from '../../../src/domain/faults/runtime-fault.js';
import type { InstanceId, Instant } from '../../../src/domain/model/ids.js';
import type { Instance } from '../../../src/domain/model/instance.js';
import type { KeptBind } from '../../../src/domain/model/mount.js';
import type { BindStaging } from '../../../src/domain/ports/bind-staging.js';
import { done, err, ok } from '../../../src/domain/shared/result.js';
import { aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { engineHost } from '../../support/engine/engine-host.js';

const bind: KeptBind = {
  kind: 'bind',
  source: '/alloc/data',
  target: '/data',
  readOnly: false,
  propagation: 'private',
  within: '/alloc',
};

/** Areas that are only listed. */
class ListedAreas implements BindStaging {
  readonly areas = new Set<string>();
  isBusy = false;

  stage(area: string): ReturnType<BindStaging['stage']> {
    this.areas.add(area);
    return Promise.resolve(ok([`${area}/0`]));
  }

  clear(area: string): ReturnType<BindStaging['clear']> {
    if (this.isBusy) return Promise.resolve(err(fault('conflict', 'in use')));
    this.areas.delete(area);
    return Promise.resolve(done);
  }
}

describe('What is staged for a create', () => {
  const spec = aContainerSpec({ mounts: [bind] });
  const { owner } = spec.identity;
  const id = 'c0ffee' as InstanceId;
  let listed: ListedAreas;
  let binds: StagedBinds;

  beforeEach(() => {
    listed = new ListedAreas();
    binds = new StagedBinds({ ...engineHost, binds: listed });
  });

  const stageAndAnswer = async (kind?: RuntimeFaultKind): Promise<void> => {
    const [, held] = valueOf(await binds.stage(spec));
    if (held === undefined) throw new Error('nothing was staged');
    await binds.answered(held, kind === undefined ? id : fault(kind, 'why'));
  };
  const listing = async (...instances: readonly Instance[]): Promise<number> => {
    await binds.settle(binds.settleable(owner), instances);
    return listed.areas.size;
  };
  const anInstance = (state: Instance['state']): Instance => ({
    id,
    name: spec.name,
    identity: spec.identity,
    createdAt: 0 as Instant,
    state,
  });

  it('goes when the engine says that nothing was made', async () => {
    for (const kind of ['not-found', 'conflict', 'invalid-spec', 'unavailable'] as const) {
      await stageAndAnswer(kind);
      expect(listed.areas.size, kind).to.equal(0);
    }
  });

  it('stays when no answer came, until a list shows that nothing was made', async () => {
    await stageAndAnswer('outcome-unknown');
    expect(await listing(anInstance({ phase: 'created' }))).to.equal(1);
    expect(await listing()).to.equal(0);
  });

  it('goes with the start of what was found by its name', async () => {
    await stageAndAnswer('outcome-unknown');
    await binds.over('found' as InstanceId, spec.name);
    expect(listed.areas.size).to.equal(0);
  });

  it('stays while its start is to be verified, whatever lists show, until it has ended', async () => {
    const running: Instance['state'] = { phase: 'running', pid: 1, startedAt: 0 as Instant };
    const exit = { kind: 'code', code: 0, oom: false } as const;
    for (const [known, name] of [[id], ['found' as InstanceId, spec.name]] as const) {
      await stageAndAnswer(known === id ? undefined : 'outcome-unknown');
      binds.await(known, name);
      expect(await listing(anInstance(running))).to.equal(1);
      const finishedAt = 0 as Instant;
      expect(await listing(anInstance({ ...running, phase: 'exited', exit, finishedAt }))).to.equal(0);
    }
  });

  it('is of no other container', async () => {
    await stageAndAnswer();
    await binds.over('another' as InstanceId, 'another');
    await binds.over('another' as InstanceId);
    expect(listed.areas.size).to.equal(1);
  });

  it('stays while the engine is asked, whatever a list lacks that was begun before', async () => {
    const before = binds.settleable(owner);
    const staged = valueOf(await binds.stage(spec));
    expect(await listing()).to.equal(1);
    await binds.settle(before, []);
    expect(listed.areas.size).to.equal(1);
    expect(staged[0].mounts).to.deep.equal([{ ...bind, source: `${[...listed.areas].join()}/0` }]);
  });

  it('is tried again with the next list when it could not be taken away', async () => {
    await stageAndAnswer();
    listed.isBusy = true;
    await binds.over(id);
    expect(listed.areas.size).to.equal(1);
    listed.isBusy = false;
    expect(await listing(anInstance({ phase: 'running', pid: 1, startedAt: 0 as Instant }))).to.equal(0);
  });
});
