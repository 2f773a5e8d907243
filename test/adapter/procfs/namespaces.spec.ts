import { expect } from 'chai';

import { ProcfsNamespaces } from '../../../src/adapters/procfs/procfs-namespaces.js';
import { faultOf } from '../../../src/testing/expect-result.js';

const refusals = (...codes: readonly string[]): ProcfsNamespaces => {
  const left = [...codes];
  return new ProcfsNamespaces('/proc', (path) =>
    Promise.reject(Object.assign(new Error(path), { code: left.shift() })),
  );
};

describe('The namespaces of /proc', function () {
  it('say not-found of a process that ends just now, of which the kernel says EACCES', async function () {
    expect(faultOf(await refusals('EACCES', 'ENOENT').networkOf(7))).to.equal('not-found');
  });

  it('say permission-denied of one that may not be looked at', async function () {
    expect(faultOf(await refusals('EACCES', 'EACCES', 'ENOENT').networkOf(7))).to.equal('permission-denied');
  });
});
