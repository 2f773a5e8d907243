import { expect } from 'chai';

import type { Mount } from '../../../src/domain/model/mount.js';
import { followLink, namesBelow } from '../../../src/domain/mounts/source-walk.js';
import { atPlaces, isStaged } from '../../../src/domain/mounts/staged-binds.js';

describe('the names that lead to a source', () => {
  it('begin below the directory that it is kept to', () => {
    expect(namesBelow('/alloc/data/db', '/alloc')).to.deep.equal(['data', 'db']);
    expect(namesBelow('/alloc', '/alloc')).to.deep.equal([]);
  });

  it('are none when it lies elsewhere', () => {
    for (const path of ['/', '/etc', '/allocs', '/alloc/../etc', '/alloc/..'])
      expect(namesBelow(path, '/alloc'), path).to.equal(undefined);
  });
});

describe('a link on the way to a source', () => {
  it('goes on from where it lies when it is relative, and is not cut short', () => {
    expect(followLink('a/./../b//', '/alloc')).to.deep.equal({ from: 'here', names: ['a', '..', 'b'] });
  });

  it('goes on from the top when it names what lies below', () => {
    expect(followLink('/alloc/a/b', '/alloc')).to.deep.equal({ from: 'top', names: ['a', 'b'] });
  });

  it('leads out when it names anything else', () => {
    for (const text of ['/', '/etc', '/alloc/../etc', '/proc/self/root', '/proc/1/cwd/alloc'])
      expect(followLink(text, '/alloc'), text).to.equal(undefined);
  });
});

describe('binds that are staged', () => {
  const bind = (source: string, within?: string): Mount => ({
    kind: 'bind',
    source,
    target: '/x',
    readOnly: false,
    propagation: 'private',
    ...(within === undefined ? {} : { within }),
  });
  const tmpfs: Mount = { kind: 'tmpfs', target: '/t', sizeBytes: undefined, mode: undefined };

  it('are those with something between them and where they are kept to', () => {
    expect(isStaged(bind('/alloc/data', '/alloc'))).to.equal(true);
    expect(isStaged(bind('/alloc', '/alloc'))).to.equal(false);
    expect(isStaged(bind('/srv'))).to.equal(false);
    expect(isStaged(tmpfs)).to.equal(false);
  });

  it('get their places in their order, and no other mount gets one', () => {
    const mounts = [bind('/a/1', '/a'), tmpfs, bind('/a', '/a'), bind('/a/2', '/a')];
    expect(atPlaces(mounts, ['/run/0', '/run/1'])).to.deep.equal([
      bind('/run/0', '/a'),
      tmpfs,
      bind('/a', '/a'),
      bind('/run/1', '/a'),
    ]);
  });
});
