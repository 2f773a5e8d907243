import { expect } from 'chai';
import fc from 'fast-check';

import type { Claim, HostObject } from '../../../src/domain/model/host-object.js';
import type { AllocId, AttemptToken, InstanceId } from '../../../src/domain/model/ids.js';
import { checkPlan } from '../../../src/domain/reconcile/check-plan.js';
import { danglingIn, decide } from '../../../src/domain/reconcile/decide.js';
import type { ReconcilePolicy, Snapshot } from '../../../src/domain/reconcile/snapshot.js';
import {
  aReconcilePolicy,
  grace,
  likeness,
  ourLabels,
  ourOwner,
} from '../../support/builders/a-host-object.js';
import { anAllocId, at } from '../../../src/testing/builders/an-identity.js';

/** Few names, so that what is wanted and what is there often meet. */
const allocs: readonly AllocId[] = [anAllocId(), anAllocId(), anAllocId()];
const attempts = ['t1', 't2', 't3', 't4'].map((token) => token as AttemptToken);
const ids = ['i1', 'i2', 'i3', 'i4', 'i5', 'i6'].map((id) => id as InstanceId);

const labels: fc.Arbitrary<Claim> = fc
  .record({
    owner: fc.constantFrom<string>(ourOwner, ourOwner, 'other', ''),
    kind: fc.constantFrom('task', 'task', 'holder', 'network', 'cache', '__proto__'),
    alloc: fc.constantFrom(...allocs),
    attempt: fc.constantFrom(...attempts),
  })
  .map(ourLabels);
const likenesses: fc.Arbitrary<Claim> = fc
  .record({ alloc: fc.constantFrom(...allocs), whole: fc.boolean() })
  .map(({ alloc, whole }) => likeness(alloc, whole ? {} : { mounts: [] }));

const objects: fc.Arbitrary<readonly HostObject[]> = fc.array(
  fc.record({
    id: fc.constantFrom(...ids),
    createdAt: fc.option(fc.integer({ min: -grace, max: 3 * grace }).map(at), { nil: undefined }),
    claim: fc.oneof({ weight: 3, arbitrary: labels }, likenesses),
  }),
  { maxLength: 12 },
);
const some = <T>(of: readonly T[]): fc.Arbitrary<ReadonlySet<T>> =>
  fc.subarray([...of]).map((few) => new Set(few));
const snapshots: fc.Arbitrary<Snapshot> = fc.record({
  observed: objects.map((seen) => [...new Map(seen.map((one) => [one.id, one])).values()]),
  wanted: fc.record({ attempts: some(attempts), instances: some(ids), allocs: some(allocs) }),
  danglingBefore: some(ids),
});
const policies: fc.Arbitrary<ReconcilePolicy> = fc.boolean().map((dryRun) => aReconcilePolicy({ dryRun }));
const times = fc.integer({ min: 0, max: 5 * grace }).map(at);
const always = { numRuns: 500 };

const without = (snapshot: Snapshot, gone: ReadonlySet<string>): Snapshot => ({
  ...snapshot,
  observed: snapshot.observed.filter(({ id }) => !gone.has(id)),
});
const removedBy = (snapshot: Snapshot, policy: ReconcilePolicy, now: number): ReadonlySet<string> =>
  new Set(
    decide(snapshot, policy, at(now))
      .verdicts.filter((one) => one.do === 'remove')
      .map(({ id }) => id),
  );

describe('A plan for any host', function () {
  it('breaks no rule', function () {
    fc.assert(
      fc.property(snapshots, policies, times, (snapshot, policy, now) => {
        expect(checkPlan(decide(snapshot, policy, now), snapshot, policy, now)).to.deep.equal([]);
      }),
      always,
    );
  });

  it('removes nothing that is wanted, foreign or young', function () {
    fc.assert(
      fc.property(snapshots, times, (snapshot, now) => {
        const removed = removedBy(snapshot, aReconcilePolicy(), now);
        for (const { id, claim, createdAt } of snapshot.observed.filter((one) => removed.has(one.id))) {
          expect(snapshot.wanted.instances.has(id)).to.equal(false);
          expect((createdAt ?? Infinity) + grace).to.be.at.most(now);
          if (claim.by === 'likeness') continue;
          expect(claim.owner).to.equal(ourOwner);
          if (claim.kind === 'task') expect([...snapshot.wanted.attempts]).not.to.include(claim.attempt);
          else expect([...snapshot.wanted.allocs]).not.to.include(claim.alloc);
        }
      }),
      always,
    );
  });

  it('is the same whatever the order in which the host was seen', function () {
    fc.assert(
      fc.property(snapshots, policies, times, (snapshot, policy, now) => {
        const turned = { ...snapshot, observed: snapshot.observed.toReversed() };
        expect(decide(turned, policy, now)).to.deep.equal(decide(snapshot, policy, now));
      }),
      always,
    );
  });

  it('leaves nothing to do once it is carried out', function () {
    fc.assert(
      fc.property(snapshots, times, (snapshot, now) => {
        const removed = removedBy(snapshot, aReconcilePolicy(), now);
        expect([...removedBy(without(snapshot, removed), aReconcilePolicy(), now)]).to.deep.equal([]);
      }),
      always,
    );
  });

  it('comes to an end: two looks after the grace, what is left is wanted, not ours, or of no known age', function () {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const late = at(10 * grace);
        const policy = aReconcilePolicy();
        const first = decide({ ...snapshot, danglingBefore: new Set() }, policy, late);
        expect(first.verdicts.some((one) => one.do === 'remove')).to.equal(false);
        const second = { ...snapshot, danglingBefore: danglingIn(first) };
        const left = without(second, removedBy(second, policy, late));
        const reasons = decide(left, policy, late).verdicts.map(({ because }) => because);
        for (const because of reasons)
          expect(because).not.to.be.oneOf(['in-grace', 'dry-run', 'first-sighting']);
      }),
      always,
    );
  });
});
