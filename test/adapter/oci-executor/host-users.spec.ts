import { expect } from 'chai';

import { findUser, type HostUser, type UserFiles } from '../../../src/adapters/oci-executor/host-users.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';

const files: UserFiles = {
  passwd: [
    'root:x:0:0:root:/root:/bin/bash',
    '# a comment:x:9:9::/:',
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
    'www:x:33:33:Www, the:/var/www:/bin/sh\r',
    'homeless:x:40:40:::',
    'broken:x:forty:40::/:',
    '1234:x:99:98:a name of digits:/digits:',
    '',
  ].join('\n'),
  group: [
    'root:x:0:',
    'www:x:33:www',
    'staff:x:50:alice, www',
    'ssl:x:51:www,alice',
    'ssl2:x:51:www',
    'nogroup:x:65534:',
    'torn:x',
  ].join('\n'),
};

const nobody: HostUser = {
  uid: 65534,
  gid: 65534,
  additionalGids: [],
  account: { name: 'nobody', home: '/nonexistent' },
};

describe('findUser', function () {
  it('takes a user with uid, gid and no groups that are not its own', function () {
    expect(valueOf(findUser('nobody', files))).to.deep.equal(nobody);
  });

  it('takes all groups of a user, each once and without the primary one', function () {
    expect(valueOf(findUser('www', files))).to.deep.equal({
      uid: 33,
      gid: 33,
      additionalGids: [50, 51],
      account: { name: 'www', home: '/var/www' },
    });
  });

  it('takes the account of a number that has one', function () {
    expect(valueOf(findUser('65534', files))).to.deep.equal(nobody);
  });

  it('takes a number without an account, in no group but its own', function () {
    expect(valueOf(findUser('4711', files))).to.deep.equal({
      uid: 4711,
      gid: 4711,
      additionalGids: [],
      account: undefined,
    });
  });

  it('takes a name for a name even if it is spelt in digits', function () {
    expect(valueOf(findUser('1234', files)).uid).to.equal(99);
  });

  it('takes a group that is given, by name or number, and then no other', function () {
    expect(valueOf(findUser('www:staff', files))).to.include({ uid: 33, gid: 50 });
    expect(valueOf(findUser('www:staff', files)).additionalGids).to.deep.equal([]);
    expect(valueOf(findUser('33:4711', files))).to.include({ uid: 33, gid: 4711 });
  });

  it('lets a user without a home live in the root directory', function () {
    expect(valueOf(findUser('homeless', files)).account?.home).to.equal('/');
  });

  for (const user of [
    'alice',
    '',
    'broken',
    'torn',
    '# a comment',
    '-1',
    '4294967295',
    'www:nowhere',
    'www:torn',
  ]) {
    it(`says not-found of "${user}", with a remedy`, function () {
      const found = findUser(user, files);
      expect(faultOf(found)).to.equal('not-found');
      expect(!found.ok && found.error.remedy).to.match(/^add(user|group) /);
    });
  }

  it('finds nobody in files that are not there', function () {
    expect(faultOf(findUser('root', { passwd: '', group: '' }))).to.equal('not-found');
  });
});
