import { expect } from 'chai';

import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { RemoveReason, SpareReason } from '../../../src/domain/reconcile/decide.js';
import { explain } from '../../../src/domain/reconcile/explain.js';
import { at } from '../../../src/testing/builders/an-identity.js';

const id = 'a' as InstanceId;

const words: Readonly<Record<RemoveReason | SpareReason, RegExp>> = {
  'untracked-task': /no task of ours/,
  'holder-without-group': /network of a group that is gone/,
  'network-without-group': /is the network of a group/,
  tracked: /kept track of/,
  'holder-of-live-group': /^its group lives/,
  'likeness-in-live-group': /looks like.*group lives/,
  'foreign-owner': /another agent/,
  'not-a-task': /no label of ours/,
  'unknown-kind': /of a kind/,
  'unknown-age': /how old/,
  'in-grace': /so young/,
  'first-sighting': /next look/,
  'dry-run': /dry run/,
};

describe('explain', function () {
  for (const [because, expected] of Object.entries(words))
    it(`has words for ${because}`, function () {
      const verdict = { id, do: 'spare', because: because as SpareReason, until: undefined } as const;
      expect(explain(verdict, at(0))).to.match(expected);
    });

  it('says why something is removed', function () {
    expect(explain({ id, do: 'remove', because: 'untracked-task' }, at(0))).to.equal(
      'it is ours, and no task of ours is known that it belongs to',
    );
  });

  it('says how long something is still spared', function () {
    expect(explain({ id, do: 'spare', because: 'in-grace', until: at(90_000) }, at(30_000))).to.equal(
      'it is ours and not known, but so young that it may be in the making, for 1m more',
    );
    expect(explain({ id, do: 'spare', because: 'tracked', until: undefined }, at(0))).to.equal(
      'it is a task that is kept track of',
    );
  });
});
