import { expect } from 'chai';

import type { OciConfig } from '../../../src/adapters/oci-executor/oci-config.js';
import { ociConfig, type Resolved } from '../../../src/adapters/oci-executor/oci-spec.js';
import { labelsOf } from '../../../src/domain/model/identity.js';
import type { Mount, Propagation } from '../../../src/domain/model/mount.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { someLimits } from '../../../src/testing/builders/some-limits.js';

const resolved: Resolved = {
  command: '/usr/bin/app',
  user: { uid: 33, gid: 34, additionalGids: [50], account: { name: 'www', home: '/var/www' } },
  devices: [
    { taskPath: '/dev/x', type: 'c', major: 10, minor: 7, mode: 0o660, uid: 0, gid: 6, permissions: 'rw' },
  ],
  root: {
    path: '/run/root',
    mounts: [{ destination: '/usr', type: 'bind', source: '/usr', options: ['bind', 'ro'] }],
  },
  entryTools: undefined,
  cgroupsPath: '/wharf/x',
  swapLimit: true,
  deepReadOnly: true,
  files: new Set(),
  ownCapabilities: ['CAP_CHOWN', 'CAP_KILL', 'CAP_NET_RAW'],
  architecture: 'x64',
};

const isolated = (over: Partial<ProcessSpec> = {}, found: Partial<Resolved> = {}): OciConfig =>
  ociConfig(aProcessSpec(over), { ...resolved, ...found });
const inHost = (over: Partial<ProcessSpec> = {}, found: Partial<Resolved> = {}): OciConfig =>
  ociConfig(aProcessSpec({ isolation: { kind: 'host' }, ...over }), {
    ...resolved,
    devices: [],
    entryTools: { nsenter: '/usr/bin/nsenter', setpriv: '/usr/bin/setpriv', env: '/usr/bin/env' },
    ...found,
  });

const bind = (target: string, propagation: Propagation, readOnly = false): Mount => ({
  kind: 'bind',
  source: `/srv${target}`,
  target,
  readOnly,
  propagation,
});

describe('ociConfig', function () {
  it('carries the identity', function () {
    const spec = aProcessSpec();
    expect(ociConfig(spec, resolved).annotations).to.deep.equal(labelsOf(spec.identity));
  });

  it('runs the command that was found with the words that were given', function () {
    const { process } = isolated({ command: ['app', '-c', 'x y'], workDir: '/local' });
    expect(process.args).to.deep.equal(['/usr/bin/app', '-c', 'x y']);
    expect(process.cwd).to.equal('/local');
  });

  it('takes uid, gid and all groups', function () {
    expect(isolated().process.user).to.deep.equal({ uid: 33, gid: 34, additionalGids: [50] });
  });

  it('tells a task who it is unless its environment does', function () {
    expect(isolated({ environment: { A: 'b=c', HOME: '/local' } }).process.env).to.have.members([
      'HOME=/local',
      'USER=www',
      'LOGNAME=www',
      'A=b=c',
    ]);
    const stranger = { ...resolved.user, account: undefined };
    expect(isolated({ environment: {} }, { user: stranger }).process.env).to.deep.equal([]);
  });

  it('spells resource limits in full', function () {
    expect(isolated({ rlimits: [{ name: 'nofile', soft: 10, hard: 20 }] }).process.rlimits).to.deep.equal([
      { type: 'RLIMIT_NOFILE', soft: 10, hard: 20 },
    ]);
  });

  it('never inherits an oom score from the monitor, which has the lowest', function () {
    expect(isolated().process.oomScoreAdj).to.equal(0);
    expect(isolated({ oomScoreAdj: 500 }).process.oomScoreAdj).to.equal(500);
  });

  describe('of an isolated task', function () {
    it('has a read-only root of its own, no new privileges and a seccomp profile', function () {
      const config = isolated();
      expect(config.root).to.deep.equal({ path: '/run/root', readonly: true });
      expect(config.process.noNewPrivileges).to.equal(true);
      expect(config.linux.seccomp?.syscalls).not.to.be.empty;
      expect(config.linux.maskedPaths).to.include.members(['/proc/kcore', '/sys/firmware']);
      expect(config.linux.readonlyPaths).to.have.members([
        ...['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus', '/proc/fs'],
      ]);
    });

    it('binds root to its capabilities like everybody, and gives none that the agent has not', function () {
      const isolation = { kind: 'isolated', pid: 'private', ipc: 'private' } as const;
      const capabilities = ['CAP_CHOWN', 'CAP_FLY'];
      const root = { ...resolved.user, uid: 0 };
      for (const user of [root, resolved.user]) {
        const config = isolated({ isolation: { ...isolation, capabilities } }, { user });
        for (const set of Object.values(config.process.capabilities))
          expect(set).to.deep.equal(['CAP_CHOWN']);
      }
    });

    for (const [pid, ipc, types] of [
      ['private', 'private', ['mount', 'cgroup', 'pid', 'ipc']],
      ['host', 'private', ['mount', 'cgroup', 'ipc']],
      ['private', 'host', ['mount', 'cgroup', 'pid']],
    ] as const) {
      it(`has namespaces for ${pid} pids and ${ipc} ipc`, function () {
        const { linux } = isolated({ isolation: { kind: 'isolated', pid, ipc, capabilities: [] } });
        expect(linux.namespaces.map(({ type }) => type)).to.deep.equal(types);
      });
    }

    it('joins a network by its path, and has a name of its own in a namespace for it', function () {
      const { linux, hostname } = isolated({ network: { path: '/run/n/ns' }, hostname: 'web' });
      expect(linux.namespaces.slice(4)).to.deep.equal([
        { type: 'uts' },
        { type: 'network', path: '/run/n/ns' },
      ]);
      expect(hostname).to.equal('web');
      expect(isolated()).not.to.have.property('hostname');
    });

    it('mounts the directories of the host first, the kernel next, its own last, in their order', function () {
      const mounts = [bind('/alloc', 'private'), bind('/alloc/logs', 'private', true)];
      const targets = isolated({ mounts }).mounts.map(({ destination }) => destination);
      expect(targets[0]).to.equal('/usr');
      expect(targets.slice(1, 3)).to.deep.equal(['/proc', '/dev']);
      expect(targets.slice(-3)).to.deep.equal(['/tmp', '/alloc', '/alloc/logs']);
    });

    it('shows a task its own control group, to read', function () {
      const targets = isolated().mounts.map(({ destination }) => destination);
      expect(targets.indexOf('/sys/fs/cgroup')).to.be.greaterThan(targets.indexOf('/sys'));
      expect(isolated().mounts.find(({ destination }) => destination === '/sys/fs/cgroup')).to.deep.equal({
        destination: '/sys/fs/cgroup',
        type: 'cgroup',
        source: 'cgroup',
        options: ['nosuid', 'noexec', 'nodev', 'ro'],
      });
      expect(inHost().mounts.map(({ type }) => type)).not.to.include('cgroup');
    });

    it('has a scratch /tmp only when it brings none', function () {
      const config = isolated({ mounts: [bind('/tmp', 'private')] });
      expect(config.mounts.filter(({ destination }) => destination === '/tmp')).to.deep.equal([
        { destination: '/tmp', type: 'bind', source: '/srv/tmp', options: ['rbind', 'rw', 'rprivate'] },
      ]);
    });

    for (const [propagation, option, root] of [
      ['private', 'rprivate', 'rslave'],
      ['host-to-task', 'rslave', 'rslave'],
      ['bidirectional', 'rshared', 'rshared'],
    ] as const) {
      it(`mounts ${propagation} as ${option} on a root that is ${root}`, function () {
        const config = isolated({ mounts: [bind('/data', propagation)] });
        expect(config.mounts.at(-1)?.options).to.deep.equal(['rbind', 'rw', option]);
        expect(config.linux.rootfsPropagation).to.equal(root);
      });
    }

    it('mounts what is to be read-only so, and scratch of a size', function () {
      const scratch: Mount = { kind: 'tmpfs', target: '/scratch', sizeBytes: 4096, mode: 0o1777 };
      const { mounts } = isolated({ mounts: [bind('/logs', 'private', true), scratch] });
      expect(mounts.at(-2)?.options).to.include('ro');
      expect(mounts.at(-1)).to.deep.equal({
        destination: '/scratch',
        type: 'tmpfs',
        source: 'tmpfs',
        options: ['nosuid', 'nodev', 'size=4096', 'mode=1777'],
      });
    });

    it('has its own devices and may use no others', function () {
      const { linux } = isolated();
      expect(linux.devices).to.deep.equal([
        { path: '/dev/x', type: 'c', major: 10, minor: 7, fileMode: 0o660, uid: 0, gid: 6 },
      ]);
      expect(linux.resources.devices).to.deep.equal([
        { allow: false, access: 'rwm' },
        { allow: true, type: 'c', major: 10, minor: 7, access: 'rw' },
      ]);
    });
  });

  describe('of a task in the host', function () {
    const argsOf = (over: Partial<ProcessSpec>, found: Partial<Resolved> = {}): readonly string[] =>
      inHost(over, found).process.args;

    it('has a mount namespace that it leaves: otherwise a runtime would change the mounts of the host', function () {
      const { linux, root } = inHost();
      expect(linux.namespaces).to.deep.equal([{ type: 'mount' }]);
      expect(root).to.deep.equal({ path: '/run/root', readonly: true });
      expect(argsOf({}).slice(0, 3)).to.deep.equal(['/usr/bin/nsenter', '--mount=/wharf-host-mounts', '--']);
    });

    it('joins a network, and nothing else, when it has one', function () {
      const { linux, hostname } = inHost({ network: { path: '/run/n/ns' } });
      expect(linux.namespaces).to.deep.equal([{ type: 'mount' }, { type: 'network', path: '/run/n/ns' }]);
      expect(hostname).to.equal(undefined);
    });

    it('becomes its user first, and gets only then what has a say in programs', function () {
      const environment = { LD_PRELOAD: '/x', GLIBC_TUNABLES: 'y', PASSWORD: 'hunter2' };
      const { args, env } = inHost({ command: ['app', 'x y'], environment, workDir: '/srv' }).process;
      expect(args.slice(3)).to.deep.equal([
        ...['/usr/bin/setpriv', '--reuid=33', '--regid=34', '--groups=50'],
        ...['/usr/bin/env', '--chdir=/srv', 'HOME=/var/www', 'LD_PRELOAD=/x', 'GLIBC_TUNABLES=y'],
        ...['/usr/bin/app', 'x y'],
      ]);
      expect(env).to.deep.equal(['USER=www', 'LOGNAME=www', 'PASSWORD=hunter2']);
      expect(argsOf({}, { user: { ...resolved.user, additionalGids: [] } })).to.include('--clear-groups');
    });

    it('stays root when that is its user, in its own groups', function () {
      const { process } = inHost({}, { user: { ...resolved.user, uid: 0 } });
      expect(process.args).not.to.include('/usr/bin/setpriv');
      expect(process.user).to.deep.equal({ uid: 0, gid: 34, additionalGids: [50] });
    });

    it('has the privileges of the agent and all devices', function () {
      const { linux, process } = inHost();
      expect(linux).not.to.have.any.keys('seccomp', 'maskedPaths', 'readonlyPaths');
      expect(process.noNewPrivileges).to.equal(false);
      expect(process.capabilities.effective).to.deep.equal(resolved.ownCapabilities);
      expect(process.capabilities.ambient).to.deep.equal([]);
      expect(linux.resources.devices).to.deep.equal([{ allow: true, access: 'rwm' }]);
    });
  });

  describe('of limits', function () {
    const resourcesOf = (
      limits: Partial<ProcessSpec['limits']>,
      found: Partial<Resolved> = {},
    ): Omit<OciConfig['linux']['resources'], 'devices'> => {
      const { memory, cpu, pids } = isolated({ limits: someLimits(limits) }, found).linux.resources;
      return { ...(memory && { memory }), cpu, ...(pids && { pids }) };
    };

    it('asks for no more than is limited', function () {
      expect(resourcesOf({ cpuShares: 200 })).to.deep.equal({ memory: {}, cpu: { shares: 200 } });
    });

    it('takes them all', function () {
      const limits = {
        cpuShares: 200,
        cpuQuota: { quotaUs: 5000, periodUs: 10_000 },
        cpuset: '0-1,3',
        memoryBytes: 1024,
        memoryReservationBytes: 512,
        pids: 9,
      };
      expect(resourcesOf(limits)).to.deep.equal({
        memory: { limit: 1024, swap: 1024, reservation: 512 },
        cpu: { shares: 200, quota: 5000, period: 10_000, cpus: '0-1,3' },
        pids: { limit: 9 },
      });
    });

    it('limits no swap where the host does not count it', function () {
      expect(resourcesOf({ memoryBytes: 1024 }, { swapLimit: false }).memory).to.deep.equal({ limit: 1024 });
    });
  });
});
