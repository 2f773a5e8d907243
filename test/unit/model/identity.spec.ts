import { expect } from 'chai';

import { identityFrom, labelsOf, ownerLabel } from '../../../src/domain/model/identity.js';
import { anIdentity } from '../../../src/testing/builders/an-identity.js';
import { valueOf } from '../../../src/testing/expect-result.js';

describe('An identity', function () {
  const keys = ['owner', 'kind', 'job', 'group', 'alloc', 'task', 'attempt', 'spec'] as const;

  it('is spelt in labels that begin with wharf, one per part', function () {
    const identity = anIdentity();
    expect(labelsOf(identity)).to.deep.equal(
      Object.fromEntries(keys.map((key) => [`wharf.${key}`, identity[key]])),
    );
  });

  it('is told by the owner label', function () {
    expect(labelsOf(anIdentity())).to.have.property(ownerLabel);
    expect(ownerLabel).to.equal('wharf.owner');
  });

  for (const kind of ['task', 'holder', 'network'] as const) {
    it(`of a ${kind} is read back as it was, whatever other labels there are`, function () {
      const identity = anIdentity({ kind });
      expect(valueOf(identityFrom({ ...labelsOf(identity), 'com.example': 'x' }))).to.deep.equal(identity);
    });
  }

  for (const key of keys) {
    it(`is none without its ${key}`, function () {
      const labels = labelsOf(anIdentity());
      const message = { ok: false, error: `label wharf.${key} is missing` };
      expect(identityFrom({ ...labels, [`wharf.${key}`]: undefined })).to.deep.equal(message);
      expect(identityFrom({ ...labels, [`wharf.${key}`]: '' })).to.deep.equal(message);
    });
  }

  it('is none of a kind that nobody knows', function () {
    const labels = { ...labelsOf(anIdentity()), 'wharf.kind': 'pod' };
    expect(identityFrom(labels)).to.deep.equal({ ok: false, error: 'label wharf.kind is pod' });
  });
});
