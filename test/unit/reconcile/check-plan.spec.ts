import { expect } from 'chai';

import type { HostObject } from '../../../src/domain/model/host-object.js';
import { checkPlan } from '../../../src/domain/reconcile/check-plan.js';
import { decide, type Plan } from '../../../src/domain/reconcile/decide.js';
import type { ReconcilePolicy, Snapshot } from '../../../src/domain/reconcile/snapshot.js';
import {
  aHostObject,
  aReconcilePolicy,
  aSnapshot,
  grace,
  likeness,
  ourLabels,
} from '../../support/builders/a-host-object.js';
import { anAllocId, anAttemptToken, at } from '../../../src/testing/builders/an-identity.js';

const id = 'a' as HostObject['id'];
const removing: Plan = { verdicts: [{ id, do: 'remove', because: 'untracked-task' }] };
const alloc = anAllocId();
const attempt = anAttemptToken();

const check = (
  plan: Plan,
  object: Partial<HostObject> = {},
  wanted: Partial<Snapshot['wanted']> = {},
  over: {
    readonly policy?: Partial<ReconcilePolicy>;
    readonly snapshot?: Partial<Snapshot>;
    readonly now?: number;
  } = {},
): readonly string[] =>
  checkPlan(
    plan,
    { ...aSnapshot([aHostObject({ id, ...object })], wanted), ...over.snapshot },
    aReconcilePolicy(over.policy),
    at(over.now ?? grace),
  );

describe('checkPlan', function () {
  it('has nothing against a removal that is due', function () {
    expect(check(removing)).to.deep.equal([]);
    expect(check(removing, { claim: likeness() })).to.deep.equal([]);
  });

  it('has nothing against a plan of decide', function () {
    const snapshot = aSnapshot([
      aHostObject(),
      aHostObject({ claim: likeness() }),
      aHostObject({ createdAt: at(9) }),
    ]);
    const policy = aReconcilePolicy();
    expect(checkPlan(decide(snapshot, policy, at(grace)), snapshot, policy, at(grace))).to.deep.equal([]);
  });

  it('asks for one verdict on each object', function () {
    expect(check({ verdicts: [] })).to.deep.equal(['a has no verdict']);
    expect(check({ verdicts: [...removing.verdicts, ...removing.verdicts] })).to.deep.equal([
      'a is judged twice',
    ]);
    const unseen = { ...removing.verdicts[0], id: 'b' } as Plan['verdicts'][number];
    expect(check({ verdicts: [...removing.verdicts, unseen] })).to.deep.equal([
      'b would be removed and was not seen',
    ]);
  });

  const table: readonly (readonly [string, ...Parameters<typeof check>])[] = [
    ['in a dry run', removing, {}, {}, { policy: { dryRun: true } }],
    ['though a handle leads to it', removing, {}, { instances: new Set([id]) }],
    ['though it is wanted', removing, { claim: ourLabels({ attempt }) }, { attempts: new Set([attempt]) }],
    [
      'though it is wanted',
      removing,
      { claim: ourLabels({ kind: 'holder', alloc }) },
      { allocs: new Set([alloc]) },
    ],
    ["though it is another agent's", removing, { claim: ourLabels({ owner: 'x' }) }],
    ['though it may be in the making', removing, { createdAt: at(1) }],
    ['though it may be in the making', removing, { createdAt: undefined }],
    ['though it was not dangling before', removing, {}, {}, { snapshot: { danglingBefore: new Set() } }],
  ];
  for (const [how, ...given] of table)
    it(`is against a removal ${how}`, function () {
      expect(check(...given)).to.deep.equal([`a would be removed ${how}`]);
    });

  it('lets a task go whose group lives', function () {
    expect(check(removing, { claim: ourLabels({ alloc }) }, { allocs: new Set([alloc]) })).to.deep.equal([]);
  });
});
