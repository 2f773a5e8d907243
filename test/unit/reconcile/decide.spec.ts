import { expect } from 'chai';

import type { HostObject } from '../../../src/domain/model/host-object.js';
import type { AttemptToken } from '../../../src/domain/model/ids.js';
import {
  danglingIn,
  decide,
  type RemoveReason,
  type SpareReason,
} from '../../../src/domain/reconcile/decide.js';
import type { ReconcilePolicy, Snapshot } from '../../../src/domain/reconcile/snapshot.js';
import {
  aHostObject,
  aReconcilePolicy,
  aSnapshot,
  grace,
  likeness,
  ourLabels,
} from '../../support/builders/a-host-object.js';
import { anAllocId, anAttemptToken, anOwnerId, at } from '../../../src/testing/builders/an-identity.js';

interface Example {
  readonly claim: HostObject['claim'];
  readonly object?: Partial<HostObject>;
  readonly wanted?: (object: HostObject) => Partial<Snapshot['wanted']>;
  readonly snapshot?: Partial<Snapshot>;
  readonly policy?: Partial<ReconcilePolicy>;
  readonly until?: number;
}

const alloc = anAllocId();
const attempt = anAttemptToken();

/** One for each reason: a new one does not compile without. */
const examples: Readonly<Record<RemoveReason | SpareReason, Example>> = {
  'untracked-task': { claim: ourLabels() },
  'holder-without-group': { claim: ourLabels({ kind: 'holder' }) },
  'network-without-group': { claim: ourLabels({ kind: 'network' }) },
  tracked: { claim: ourLabels({ attempt }), wanted: () => ({ attempts: new Set([attempt]) }) },
  'holder-of-live-group': {
    claim: ourLabels({ kind: 'holder', alloc }),
    wanted: () => ({ allocs: new Set([alloc]) }),
  },
  'likeness-in-live-group': { claim: likeness(alloc), wanted: () => ({ allocs: new Set([alloc]) }) },
  'foreign-owner': { claim: ourLabels({ owner: anOwnerId() }) },
  'not-a-task': { claim: likeness(alloc, { mounts: [] }) },
  'unknown-kind': { claim: ourLabels({ kind: 'cache' }) },
  'unknown-age': { claim: ourLabels(), object: { createdAt: undefined } },
  'in-grace': { claim: ourLabels(), object: { createdAt: at(1) }, until: grace + 1 },
  'first-sighting': { claim: ourLabels(), snapshot: { danglingBefore: new Set() } },
  'dry-run': { claim: ourLabels(), policy: { dryRun: true } },
};

const removing: readonly string[] = ['untracked-task', 'holder-without-group', 'network-without-group'];

describe('decide', function () {
  for (const [because, { claim, object, wanted, snapshot, policy, until }] of Object.entries(examples)) {
    const action = removing.includes(because) ? 'remove' : 'spare';
    it(`will ${action} by reason of ${because}`, function () {
      const seen = aHostObject({ claim, ...object });
      const taken = { ...aSnapshot([seen], wanted?.(seen)), ...snapshot };
      const { verdicts } = decide(taken, aReconcilePolicy(policy), at(grace));
      expect(verdicts).to.deep.equal([
        action === 'remove'
          ? { id: seen.id, do: action, because }
          : { id: seen.id, do: action, because, until },
      ]);
    });
  }

  it('takes an instance that a handle leads to for tracked, whatever its labels say', function () {
    for (const claim of [ourLabels(), likeness(), ourLabels({ kind: 'holder' })]) {
      const seen = aHostObject({ claim });
      const taken = aSnapshot([seen], { instances: new Set([seen.id]) });
      expect(decide(taken, aReconcilePolicy(), at(grace)).verdicts[0]).to.include({ because: 'tracked' });
    }
  });

  it('removes a task of a live group that is no attempt of it any more', function () {
    const seen = aHostObject({ claim: ourLabels({ alloc }) });
    const taken = aSnapshot([seen], { allocs: new Set([alloc]) });
    expect(decide(taken, aReconcilePolicy(), at(grace)).verdicts[0]).to.include({
      because: 'untracked-task',
    });
  });

  it('removes what looks like a task of ours of a group that is gone', function () {
    const seen = aHostObject({ claim: likeness() });
    expect(decide(aSnapshot([seen]), aReconcilePolicy(), at(grace)).verdicts[0]).to.include({ do: 'remove' });
  });

  it('does not take a likeness for the attempt without a name', function () {
    const seen = aHostObject({ claim: likeness() });
    const taken = aSnapshot([seen], { attempts: new Set(['' as AttemptToken]) });
    expect(decide(taken, aReconcilePolicy(), at(grace)).verdicts[0]).to.include({ do: 'remove' });
  });

  it('spares what was made in the future, as a clock that jumped back shows it', function () {
    const seen = aHostObject({ createdAt: at(10 * grace) });
    const [verdict] = decide(aSnapshot([seen]), aReconcilePolicy(), at(grace)).verdicts;
    expect(verdict).to.include({ because: 'in-grace', until: 11 * grace });
  });

  it('judges what was listed twice once, and in the order of ids', function () {
    const [a, b] = [aHostObject({ id: 'a' as never }), aHostObject({ id: 'b' as never })];
    const plan = decide(aSnapshot([b, a, b]), aReconcilePolicy(), at(grace));
    expect(plan.verdicts.map(({ id }) => id)).to.deep.equal(['a', 'b']);
  });
});

describe('danglingIn', function () {
  it('is what was removed, or spared only for now', function () {
    for (const [because, { claim, object, wanted, snapshot, policy }] of Object.entries(examples)) {
      const seen = aHostObject({ claim, ...object });
      const taken = { ...aSnapshot([seen], wanted?.(seen)), ...snapshot };
      const dangling = danglingIn(decide(taken, aReconcilePolicy(policy), at(grace)));
      const counts = removing.includes(because) || because === 'first-sighting' || because === 'dry-run';
      expect([...dangling], because).to.deep.equal(counts ? [seen.id] : []);
    }
  });
});
