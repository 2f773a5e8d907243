import { expect } from 'chai';

import { hasTaskMounts, labelClaim, momentOf } from '../../../src/domain/model/host-object.js';
import { labelsOf } from '../../../src/domain/model/identity.js';
import type { Json } from '../../../src/domain/shared/json.js';
import { anIdentity } from '../../../src/testing/builders/an-identity.js';

describe('What labels tell of whose an object is', function () {
  it('is the owner, what it is for, and of which attempt', function () {
    const identity = anIdentity();
    const { owner, kind, alloc, attempt } = identity;
    expect(labelClaim({ ...labelsOf(identity), other: 'x' })).to.deep.equal({
      by: 'labels',
      owner,
      kind,
      alloc,
      attempt,
    });
  });

  it('is empty where a label is missing, no text, or only inherited', function () {
    const odd = JSON.parse('{"wharf.owner":7,"wharf.kind":null,"__proto__":{"wharf.alloc":"a"}}') as Json;
    const nothing = { by: 'labels', owner: '', kind: '', alloc: '', attempt: '' };
    expect(labelClaim(odd)).to.deep.equal(nothing);
    expect(labelClaim({ 'wharf.owner': 'x' })).to.deep.equal({ ...nothing, owner: 'x' });
  });

  it('is nothing when no owner is among them', function () {
    for (const labels of [undefined, null, 'x', [], {}, { 'wharf.kind': 'task' }])
      expect(labelClaim(labels)).to.equal(undefined);
  });
});

describe('The mounts of a task', function () {
  const at = (target: string): { source: string; target: string } => ({ source: '/srv', target });
  const three = ['/alloc', '/local', '/secrets'];

  it('are at three places', function () {
    expect(hasTaskMounts([...three, '/srv'].map(at))).to.equal(true);
    for (const missing of three)
      expect(hasTaskMounts(three.map((place) => at(place === missing ? `${place}/x` : place)))).to.equal(
        false,
      );
  });
});

describe('A moment', function () {
  it('is a whole number of milliseconds that can be told from the next', function () {
    for (const ms of [1, 1_700_000_000_000, Number.MAX_SAFE_INTEGER]) expect(momentOf(ms)).to.equal(ms);
    for (const ms of [0, -1, 0.5, NaN, Infinity, 2 ** 53]) expect(momentOf(ms)).to.equal(undefined);
  });
});
