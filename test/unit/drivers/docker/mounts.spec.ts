import { expect } from 'chai';

import type { Mount } from '../../../../src/domain/model/mount.js';
import type { JsonObject } from '../../../../src/domain/shared/json.js';
import { invalidWith, specWith, wrongWith } from '../../../support/docker-config.js';

const free = { volumesEnabled: true };
const task = '/state/alloc/a1/task';
const alloc = '/state/alloc/a1';

/** What comes after the task's own directories. */
const asked = (config: JsonObject, policy = {}): readonly Mount[] => specWith(config, policy).mounts.slice(4);
const bind = { kind: 'bind', readOnly: false, propagation: 'private' } as const;
const outside = (path: string, source: string): string =>
  `config.${path} binds "${source}", which is not in the directory of the task's allocation | use a path such as "local/data", a volume of the group, or docker.volumes.enabled`;
const volumeRefused = (path: string): string =>
  `config.${path} needs a volume of the engine, which this host does not let tasks have | an operator can allow it with docker.volumes.enabled`;

describe('An entry of "volumes"', function () {
  it('binds what lies in a directory that is made for tasks, and says that it must stay there', function () {
    expect(
      asked({
        volumes: [
          ...['local/data:/data', 'local:/local2', '../db/local/x:/db'],
          ...[`${alloc}/alloc/x:/x`, '../alloc:/shared'],
        ],
      }),
    ).to.deep.equal([
      { ...bind, source: `${task}/local/data`, within: `${task}/local`, target: '/data' },
      { ...bind, source: `${task}/local`, within: `${task}/local`, target: '/local2' },
      { ...bind, source: `${alloc}/db/local/x`, within: `${alloc}/db/local`, target: '/db' },
      { ...bind, source: `${alloc}/alloc/x`, within: `${alloc}/alloc`, target: '/x' },
      { ...bind, source: `${alloc}/alloc`, within: `${alloc}/alloc`, target: '/shared' },
    ]);
  });

  for (const source of ['.', '..', '../db', 'local/..', '../alloc/../task', alloc, task])
    it(`does not bind ${source}, in which there are several of them`, function () {
      expect(wrongWith({ volumes: ['local:/ok', `${source}:/x`] })).to.deep.equal([
        `config.volumes[1] binds "${source}", which holds more than one of the directories made for tasks | use one of them, such as "local" or "../alloc"`,
      ]);
    });

  it('binds anything where the operator lets tasks do so', function () {
    expect(asked({ volumes: ['/etc//ssl:/ssl/', 'data:srv'] }, free)).to.deep.equal([
      { ...bind, source: '/etc/ssl', target: '/ssl' },
      { ...bind, source: `${task}/data`, target: '/srv' },
    ]);
  });

  for (const source of ['/etc', '../..', '../../a2/x', '/state/alloc/a10'])
    it(`does not bind ${source}`, function () {
      expect(wrongWith({ volumes: ['local:/ok', `${source}:/x`] })).to.deep.equal([
        outside('volumes[1]', source),
      ]);
    });

  it('never binds what is for no task to see', function () {
    expect(wrongWith({ volumes: ['private:/x', 'private/a:/y'] }, free)).to.deep.equal([
      outside('volumes[0]', 'private'),
      outside('volumes[1]', 'private/a'),
    ]);
    expect(wrongWith({ volumes: ['../db/private:/x', '../db/private/a:/y'] })).to.deep.equal([
      outside('volumes[0]', '../db/private'),
      outside('volumes[1]', '../db/private/a'),
    ]);
    expect(asked({ volumes: ['../alloc/private:/x', 'local/private:/y'] })).to.have.length(2);
  });

  it('can be told to lie outside before the directory is known', function () {
    expect(invalidWith({ volumes: ['/etc:/x', 'local:/y', '../..:/z'] })).to.deep.equal([
      outside('volumes[0]', '/etc'),
    ]);
    expect(invalidWith({ volumes: ['/etc:/x'] }, free)).to.deep.equal([]);
  });

  const modes: readonly (readonly [string, object])[] = [
    ['rw', {}],
    ['ro', { readOnly: true }],
    ['z', { relabel: 'z' }],
    ['Z', { relabel: 'Z' }],
    ['private', {}],
    ['rprivate', {}],
    ['slave', { propagation: 'host-to-task' }],
    ['rslave', { propagation: 'host-to-task' }],
    ['shared', { propagation: 'bidirectional' }],
    ['rshared', { propagation: 'bidirectional' }],
    ['consistent', {}],
    ['cached', {}],
    ['delegated', {}],
    ['nocopy', {}],
    ['', {}],
    ['ro,z,rslave', { readOnly: true, relabel: 'z', propagation: 'host-to-task' }],
    ['ro,rw', { readOnly: false }],
  ];
  for (const [mode, over] of modes) {
    it(`knows the mode "${mode}"`, function () {
      expect(asked({ volumes: [`/a:/b:${mode}`] }, free)).to.deep.equal([
        { ...bind, source: '/a', target: '/b', ...over },
      ]);
    });
  }

  it('refuses other modes', function () {
    expect(wrongWith({ volumes: ['/a:/b:ro,x', '/a:/b:constructor'] }, free)).to.deep.equal([
      'config.volumes[0] has "x" as a mode, which is none | such as "ro"',
      'config.volumes[1] has "constructor" as a mode, which is none | such as "ro"',
    ]);
  });

  for (const text of ['', '/a', ':/b', '/a:', '/a:/b:ro:x'])
    it(`is not written as "${text}"`, function () {
      expect(wrongWith({ volumes: [text] }, free)).to.deep.equal([
        `config.volumes[0] must be written as "source:target" or "source:target:mode", not "${text}"`,
      ]);
    });

  it('names a volume when there is a driver for volumes', function () {
    const config = { volume_driver: 'local', volumes: ['cache:/cache:nocopy,ro', 'b:b'] };
    const making = { noCopy: true, labels: {}, driver: 'local', driverOptions: {} };
    expect(asked(config, free)).to.deep.equal([
      { kind: 'volume', source: 'cache', target: '/cache', readOnly: true, making },
      { kind: 'volume', source: 'b', target: '/b', readOnly: false, making: { ...making, noCopy: false } },
    ]);
    expect(wrongWith(config)).to.deep.equal([volumeRefused('volume_driver')]);
    expect(asked({ volume_driver: '', volumes: ['local:/a'] })).to.have.nested.property('[0].kind', 'bind');
  });
});

describe('A block "mount"', function () {
  it('binds by the same rules as "volumes"', function () {
    const mount = [
      { type: 'bind', source: 'local/a', target: 'a', readonly: true },
      { type: 'bind', source: '../alloc/b', target: '/b', bind_options: { propagation: 'rslave' } },
    ];
    expect(asked({ mount })).to.deep.equal([
      { ...bind, source: `${task}/local/a`, within: `${task}/local`, target: '/a', readOnly: true },
      {
        ...bind,
        source: `${alloc}/alloc/b`,
        within: `${alloc}/alloc`,
        target: '/b',
        propagation: 'host-to-task',
      },
    ]);
    expect(wrongWith({ mount: { type: 'bind', source: '/etc', target: '/x' } })).to.deep.equal([
      outside('mount[0].source', '/etc'),
    ]);
    expect(invalidWith({ mount: { type: 'bind', source: '/etc', target: '/x' } })).to.deep.equal([
      outside('mount[0].source', '/etc'),
    ]);
  });

  const propagations = {
    '': 'private',
    private: 'private',
    rprivate: 'private',
    slave: 'host-to-task',
    rslave: 'host-to-task',
    shared: 'bidirectional',
    rshared: 'bidirectional',
  };
  for (const [text, propagation] of Object.entries(propagations)) {
    it(`passes mounts on as "${text}" says`, function () {
      const mount = { type: 'bind', source: 'local', target: '/x', bind_options: [{ propagation: text }] };
      expect(asked({ mount })).to.have.deep.nested.property('[0].propagation', propagation);
    });
  }

  it('passes no mounts on unless told to', function () {
    const mount = { type: 'bind', source: 'local', target: '/x', bind_options: {} };
    expect(asked({ mount })).to.have.nested.property('[0].propagation', 'private');
    expect(wrongWith({ mount: { ...mount, bind_options: { propagation: 'x' } } })).to.have.length(1);
  });

  it('makes a tmpfs for everybody', function () {
    const tmpfs = { kind: 'tmpfs', target: '/t', sizeBytes: undefined, mode: undefined };
    const block = { type: 'tmpfs', target: '/t' };
    expect(asked({ mount: block })).to.deep.equal([tmpfs]);
    expect(asked({ mount: { ...block, source: '', tmpfs_options: { size: 0 } } })).to.deep.equal([tmpfs]);
    expect(asked({ mount: { ...block, tmpfs_options: { size: 4096, mode: 511 } } })).to.deep.equal([
      { ...tmpfs, sizeBytes: 4096, mode: 0o777 },
    ]);
    expect(wrongWith({ mount: { ...block, tmpfs_options: { size: -1, mode: 4096 } } })).to.have.length(2);
  });

  it('makes a volume where the operator lets tasks have one', function () {
    const volume_options = {
      no_copy: true,
      labels: [{ a: 'b' }],
      driver_config: { name: 'nfs', options: { o: 'ro' } },
    };
    expect(asked({ mount: { target: '/v', source: 'v', volume_options } }, free)).to.deep.equal([
      {
        kind: 'volume',
        source: 'v',
        target: '/v',
        readOnly: false,
        making: { noCopy: true, labels: { a: 'b' }, driver: 'nfs', driverOptions: { o: 'ro' } },
      },
    ]);
    const plain = { noCopy: false, labels: {}, driver: undefined, driverOptions: {} };
    const bare = [
      { target: '/v', readonly: true },
      { target: '/w', volume_options: { driver_config: {} } },
    ];
    expect(asked({ mount: bare }, free)).to.deep.equal([
      { kind: 'volume', source: '', target: '/v', readOnly: true, making: plain },
      { kind: 'volume', source: '', target: '/w', readOnly: false, making: plain },
    ]);
    expect(wrongWith({ mount: { type: 'volume', target: '/v', source: 'v' } })).to.deep.equal([
      volumeRefused('mount[0]'),
    ]);
  });

  it('is told what is missing, and what has no meaning', function () {
    const mounts = [
      { type: 'bind', target: '/a' },
      { type: 'bind', target: '/a', source: '' },
      { type: 'tmpfs', target: '/b', source: 'x' },
      { type: 'bind', source: 'local' },
      { type: 'nfs', target: ' ' },
    ];
    expect(wrongWith({ mounts })).to.deep.equal([
      'config.mounts[0].source is required for a bind',
      'config.mounts[1].source is required for a bind',
      'config.mounts[2].source has no meaning for a tmpfs',
      'config.mounts[3].target is required: a path in the task',
      'config.mounts[4].type must be one of "volume", "bind", "tmpfs", not "nfs"',
      'config.mounts[4].target must be a path in the task, not empty',
    ]);
  });
});

describe('All mounts of a docker task', function () {
  it('stand in one order: its directories, its volumes, "volumes", "mounts", "mount"', function () {
    const config = {
      mount: { type: 'tmpfs', target: '/d' },
      mounts: [{ type: 'tmpfs', target: '/c' }],
      volumes: ['local:/b'],
    };
    const targets = specWith(config).mounts.map(({ target }) => target);
    expect(targets).to.deep.equal(['/alloc', '/alloc/logs', '/local', '/secrets', '/b', '/c', '/d']);
  });

  it('have a place each', function () {
    const volumeMounts: readonly Mount[] = [{ ...bind, source: '/srv', target: '/data' }];
    const config = { volumes: ['local:/data'], mount: { type: 'tmpfs', target: '/local/' } };
    expect(wrongWith(config, {}, { volumeMounts })).to.deep.equal([
      'mount has /data as the target of more than one',
      'mount has /local as the target of more than one',
    ]);
  });
});

describe('A block "devices"', function () {
  it("gives the task the host's device, with every right unless it says otherwise", function () {
    const devices = [
      { host_path: '/dev/fuse' },
      { host_path: '/dev/sda', container_path: '/dev/xvda', cgroup_permissions: 'rw' },
    ];
    expect(specWith({ devices }).devices).to.deep.equal([
      { hostPath: '/dev/fuse', taskPath: '/dev/fuse', permissions: 'rwm' },
      { hostPath: '/dev/sda', taskPath: '/dev/xvda', permissions: 'rw' },
    ]);
  });

  it('is told what is wrong in it', function () {
    const devices = [{ container_path: '/dev/a' }, { host_path: 'sda', cgroup_permissions: 'xr' }];
    expect(
      wrongWith({ devices: [...devices, { host_path: '/dev/a', cgroup_permissions: '' }] }),
    ).to.deep.equal([
      'config.devices[0].host_path is required: an absolute path',
      'config.devices[1].host_path must be an absolute path, not "sda"',
      'config.devices[1].cgroup_permissions must be any of "r", "w" and "m", not "xr"',
      'config.devices[2].cgroup_permissions must be any of "r", "w" and "m", not ""',
    ]);
  });
});
