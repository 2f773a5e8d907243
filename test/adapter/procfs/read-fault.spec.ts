import { expect } from 'chai';

import { readFault } from '../../../src/adapters/procfs/read-fault.js';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('what the kernel answers about processes, mounts and control groups', function () {
  for (const [code, kind] of [
    ['ENOENT', 'not-found'],
    ['ENODEV', 'not-found'],
    ['ESRCH', 'not-found'],
    ['EACCES', 'permission-denied'],
    ['EPERM', 'permission-denied'],
    ['EROFS', 'permission-denied'],
    ['EMFILE', 'resource-exhausted'],
    ['ENFILE', 'resource-exhausted'],
    ['ENOMEM', 'resource-exhausted'],
    ['EBUSY', 'conflict'],
    ['EIO', 'internal'],
  ] as const) {
    it(`is ${kind} when it is ${code}`, function () {
      const { kind: read, message } = readFault('read it', failure(code));
      expect(read).to.equal(kind);
      expect(message).to.equal(`can't read it: ${code}`);
    });
  }

  it('is internal when it is no errno', function () {
    expect(readFault('read it', 'nonsense').kind).to.equal('internal');
  });
});
