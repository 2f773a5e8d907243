import { expect } from 'chai';

import type { HostMount } from '../../../src/domain/model/host-mount.js';
import { type MadeBind, type MadeScene, shortcomingOf } from '../../../src/domain/mounts/made-mounts.js';
import { aHostMount } from '../../support/builders/a-host-mount.js';

const bind: MadeBind = { source: '/srv/x', target: '/data', readOnly: false, propagation: 'private' };
const srv = { device: '8:2', root: '/' };
const made = (over: Partial<HostMount> = {}): HostMount =>
  aHostMount('/data', { device: '8:2', root: '/x', ...over });
const judged = (over: Partial<MadeBind>, scene: Partial<MadeScene>): string | undefined =>
  shortcomingOf([{ ...bind, ...over }], {
    task: [made()],
    host: [aHostMount('/'), aHostMount('/srv', srv)],
    targets: ['/data'],
    recursive: true,
    hasBegun: false,
    ...scene,
  })?.message;

describe('What was made of a bind', function () {
  it('is good when it is what was asked for', function () {
    expect(judged({}, {})).to.equal(undefined);
  });

  it('must be mounted', function () {
    expect(judged({}, { task: [aHostMount('/'), aHostMount('/data/x')] })).to.match(/nothing is mounted/);
  });

  for (const other of [{ device: '8:3' }, { root: '/y' }, { root: '/' }])
    it(`must show what was asked for, not ${JSON.stringify(other)}`, function () {
      expect(judged({}, { task: [made(other)] })).to.match(
        /^\/data was to be \/srv\/x \(\/x of device 8:2\), but it is/,
      );
    });

  it('is what was asked for also when that was unlinked on the host since, and when both tables say so', function () {
    expect(judged({}, { task: [made({ root: '/x//deleted' })] })).to.equal(undefined);
    const staged = aHostMount('/srv/x', { device: '8:2', root: '/y//deleted' });
    expect(judged({}, { task: [made({ root: '/y//deleted' })], host: [staged] })).to.equal(undefined);
    expect(judged({}, { task: [made({ root: '/z//deleted' })] })).to.match(/but it is/);
  });

  it('is what lies on top', function () {
    expect(judged({}, { task: [made(), made({ device: '0:9' })] })).to.match(/but it is/);
    expect(judged({}, { task: [made({ device: '0:9' }), made()] })).to.equal(undefined);
  });

  it('is whatever lies there once the task has begun, which may have mounted over it', function () {
    const task = [made(), made({ device: '0:9' })];
    expect(judged({}, { task, hasBegun: true })).to.equal(undefined);
    const another = [made({ device: '0:8' }), made({ device: '0:9' })];
    expect(judged({}, { task: another, hasBegun: true })).to.include('device 0:8');
    expect(judged({}, { task: [], hasBegun: true })).to.match(/nothing is mounted/);
  });

  it('must not be written to, nor what is mounted in it, when it is read-only', function () {
    const readOnly = made({ readOnly: true });
    const inner = aHostMount('/data/inner', { device: '0:7' });
    expect(judged({ readOnly: true }, {})).to.equal('/data was to be read-only, but it is read-write');
    expect(judged({ readOnly: true }, { task: [readOnly] })).to.equal(undefined);
    expect(judged({ readOnly: true }, { task: [readOnly, inner] })).to.include('/data/inner is read-write');
    expect(judged({ readOnly: true }, { task: [readOnly, inner], recursive: false })).to.equal(undefined);
    expect(judged({ readOnly: true }, { task: [readOnly, { ...inner, readOnly: true }] })).to.equal(
      undefined,
    );
    const targets = ['/data', '/data/inner'];
    expect(judged({ readOnly: true }, { task: [readOnly, inner], targets })).to.equal(undefined);
  });

  it('can be written to unless the host itself can not', function () {
    const task = [made({ readOnly: true })];
    expect(judged({}, { task })).to.equal('/data was to be read-write, but it is read-only');
    expect(judged({}, { task, host: [aHostMount('/srv', { ...srv, readOnly: true })] })).to.equal(undefined);
  });

  for (const [propagation, got, host, isGood] of [
    ['private', {}, { peerGroup: 1 }, true],
    ['private', { peerGroup: 1 }, { peerGroup: 1 }, false],
    ['private', { peerGroup: 2 }, { peerGroup: 1 }, true],
    ['private', { peerGroup: 2 }, {}, true],
    ['private', { master: 1 }, { peerGroup: 1 }, false],
    ['host-to-task', { master: 1 }, { peerGroup: 1 }, true],
    ['host-to-task', { master: 1, peerGroup: 2 }, { peerGroup: 1 }, true],
    ['host-to-task', { master: 3 }, { master: 3 }, true],
    ['host-to-task', { master: 1 }, { peerGroup: 1, master: 3 }, true],
    ['host-to-task', { master: 3 }, { peerGroup: 1, master: 3 }, false],
    ['host-to-task', {}, { peerGroup: 1 }, false],
    ['host-to-task', {}, {}, false],
    ['host-to-task', { peerGroup: 1 }, { peerGroup: 1 }, false],
    ['bidirectional', { peerGroup: 1 }, { peerGroup: 1 }, true],
    ['bidirectional', { peerGroup: 1, master: 3 }, { peerGroup: 1, master: 3 }, true],
    ['bidirectional', { peerGroup: 2, master: 1 }, { peerGroup: 1 }, false],
    ['bidirectional', { peerGroup: 2 }, {}, false],
    ['bidirectional', { master: 1 }, { peerGroup: 1 }, false],
    ['bidirectional', {}, { peerGroup: 1 }, false],
  ] as const)
    it(`${isGood ? 'takes' : 'refuses'} ${JSON.stringify(got)} for ${propagation} over ${JSON.stringify(host)}`, function () {
      const found = judged(
        { propagation },
        { task: [made(got)], host: [aHostMount('/srv', { ...srv, ...host })] },
      );
      expect(found === undefined).to.equal(isGood);
      if (!isGood) expect(found).to.include(propagation);
    });
});
