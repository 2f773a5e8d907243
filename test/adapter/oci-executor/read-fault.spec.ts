import { expect } from 'chai';

import { commandFault, errnoFault } from '../../../src/adapters/oci-executor/read-fault.js';

const failure = (code: string): Error => Object.assign(new Error(`${code}: in words`), { code });

describe('what goes wrong under the executor', function () {
  for (const [code, kind] of [
    ['ENOENT', 'not-found'],
    ['ENOTDIR', 'not-found'],
    ['EEXIST', 'conflict'],
    ['EBUSY', 'conflict'],
    ['EACCES', 'permission-denied'],
    ['EPERM', 'permission-denied'],
    ['EROFS', 'permission-denied'],
    ['EAGAIN', 'resource-exhausted'],
    ['ENOMEM', 'resource-exhausted'],
    ['EMFILE', 'resource-exhausted'],
    ['ENFILE', 'resource-exhausted'],
    ['ENOSPC', 'resource-exhausted'],
    ['EDQUOT', 'resource-exhausted'],
    ['EINVAL', 'invalid-spec'],
    ['ENAMETOOLONG', 'invalid-spec'],
    ['ELOOP', 'invalid-spec'],
    ['EIO', 'internal'],
  ] as const) {
    it(`is ${kind} when the kernel says ${code} of a file`, function () {
      const read = errnoFault('make it', failure(code));
      expect(read.kind).to.equal(kind);
      expect(read.message).to.equal(`can't make it: ${code}`);
    });
  }

  for (const [code, kind] of [
    ['ENOENT', 'unavailable'],
    ['ENOEXEC', 'unavailable'],
    ['EACCES', 'permission-denied'],
    ['EAGAIN', 'resource-exhausted'],
    ['ENOMEM', 'resource-exhausted'],
    ['EMFILE', 'resource-exhausted'],
  ] as const) {
    it(`is ${kind} when the kernel says ${code} of a program`, function () {
      expect(commandFault('runc', { kind: 'not-run', cause: failure(code) }).kind).to.equal(kind);
    });
  }

  it('is internal when a program fails: something may have been done', function () {
    const read = commandFault('runc create', { kind: 'code', code: 1, said: ' because\n' });
    expect(read).to.include({ kind: 'internal', message: 'runc create ended with 1: because' });
    expect(commandFault('runc', { kind: 'code', code: 1, said: '\n' }).message).to.include('did not say why');
  });

  it('is unknown when a program does not end', function () {
    const read = commandFault('runc create', { kind: 'late', boundMs: 30 });
    expect(read.kind).to.equal('outcome-unknown');
    expect(read.message).to.include('30 ms');
  });

  it('is internal when it is no errno at all', function () {
    expect(errnoFault('make it', new Error('nonsense')).kind).to.equal('internal');
  });
});
