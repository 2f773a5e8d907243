import { expect } from 'chai';

import { disabledProblems } from '../../../src/domain/drivers/disabled.js';
import { identified } from '../../../src/domain/drivers/translation.js';
import type { AttemptToken, SpecHash } from '../../../src/domain/model/ids.js';
import type { Identity } from '../../../src/domain/model/identity.js';
import { aTaskRequest, hashed } from '../../../src/testing/builders/a-task-request.js';
import { inOneLine } from '../../support/reading.js';

interface Spec {
  readonly name: string;
  readonly identity: Identity;
  readonly image: string;
}

describe('identified', function () {
  const identity: Omit<Identity, 'spec'> = aTaskRequest({}).identity;
  const content = { name: 'a', image: 'busybox' };

  it('gives the content its identity, with the hash of both in it', function () {
    const made = identified<Spec>(content, identity, () => 'hash' as SpecHash);
    expect(made).to.deep.equal({ ...content, identity: { ...identity, spec: 'hash' } });
  });

  it('hashes the same for another attempt under another name', function () {
    const one = identified<Spec>(content, identity, hashed);
    const attempt = 'another' as AttemptToken;
    const other = identified<Spec>({ ...content, name: 'b' }, { ...identity, attempt }, hashed);
    expect(other.identity.spec).to.equal(one.identity.spec);
    expect(other.identity.attempt).to.equal('another');
  });

  it('hashes otherwise for other content, and for whom it is', function () {
    const { spec } = identified<Spec>(content, identity, hashed).identity;
    const otherImage = identified<Spec>({ ...content, image: 'redis' }, identity, hashed);
    const otherTask = identified<Spec>(content, { ...identity, task: 'other' }, hashed);
    expect(otherImage.identity.spec).to.not.equal(spec);
    expect(otherTask.identity.spec).to.not.equal(spec);
  });
});

describe('disabledProblems', function () {
  it('says how a driver is enabled', function () {
    expect(disabledProblems('raw_exec', true)).to.deep.equal([]);
    expect(disabledProblems('raw_exec', false).map(inOneLine)).to.deep.equal([
      'driver is "raw_exec", which is disabled on this host | set raw_exec.enabled = true in the configuration',
    ]);
  });
});
