import { expect } from 'chai';

import {
  type EngineTraits,
  containerRequest,
} from '../../../src/adapters/docker-engine/container/container-request.js';
import type { ContainerSpec } from '../../../src/domain/model/container-spec.js';
import { labelsOf } from '../../../src/domain/model/identity.js';
import type { Propagation } from '../../../src/domain/model/mount.js';
import type { Json, JsonObject } from '../../../src/domain/shared/json.js';
import { aContainerNetwork, aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { someLimits } from '../../../src/testing/builders/some-limits.js';

const engine: EngineTraits = { api: { major: 1, minor: 41 }, cgroup: 'v2' };

/** As it goes over the wire, where undefined is nothing. */
const asked = (over: Partial<ContainerSpec>, traits = engine): JsonObject =>
  JSON.parse(JSON.stringify(containerRequest(aContainerSpec(over), traits))) as JsonObject;
const host = (over: Partial<ContainerSpec>, traits = engine): JsonObject =>
  asked(over, traits)['HostConfig'] as JsonObject;

describe('The request that makes a container', function () {
  it('leaves out what the spec leaves open', function () {
    expect(asked({})).not.to.have.any.keys(
      'Entrypoint',
      'Cmd',
      'User',
      'WorkingDir',
      'Hostname',
      'StopSignal',
    );
    expect(asked({})).not.to.have.any.keys('Healthcheck', 'MacAddress', 'NetworkingConfig');
    expect(host({})).not.to.have.any.keys('Memory', 'MemorySwap', 'CpuQuota', 'PidsLimit', 'Init', 'IpcMode');
  });

  it('says what to run and as whom', function () {
    const over = {
      entrypoint: ['/bin/sh'],
      command: ['-c', 'true'],
      user: '1000:1000',
      workDir: '/srv',
      hostname: 'web',
      tty: true,
      interactive: true,
      stopSignal: 'SIGINT',
    } as const;
    expect(asked(over)).to.deep.include({
      Image: 'busybox:local',
      Entrypoint: ['/bin/sh'],
      Cmd: ['-c', 'true'],
      User: '1000:1000',
      WorkingDir: '/srv',
      Hostname: 'web',
      Tty: true,
      OpenStdin: true,
      StopSignal: 'SIGINT',
    });
  });

  it('writes the environment in one order', function () {
    expect(asked({ environment: { B: '2', A: '1=1', C: '' } })['Env']).to.deep.equal(['A=1=1', 'B=2', 'C=']);
  });

  it('lets our labels win over those of the user', function () {
    const spec = aContainerSpec({ labels: { mine: 'yes', 'wharf.owner': 'forged' } });
    const labels = asked({ ...spec })['Labels'];
    expect(labels).to.deep.equal({ mine: 'yes', ...labelsOf(spec.identity) });
  });

  it('gives a memory limit no swap beside it', function () {
    const limits = someLimits({ memoryBytes: 1024, memoryReservationBytes: 512 });
    expect(host({ limits })).to.deep.include({ Memory: 1024, MemorySwap: 1024, MemoryReservation: 512 });
  });

  it('speaks of swappiness only to a v1 hierarchy', function () {
    expect(host({}, { ...engine, cgroup: 'v1' })).to.include({ MemorySwappiness: 0 });
    expect(host({}, { ...engine, cgroup: 'v2' })).not.to.have.property('MemorySwappiness');
    expect(host({}, { ...engine, cgroup: undefined })).not.to.have.property('MemorySwappiness');
  });

  it('passes the other limits on as they are', function () {
    const limits = someLimits({
      cpuShares: 500,
      cpuQuota: { quotaUs: 50_000, periodUs: 100_000 },
      cpuset: '0-1',
      pids: 64,
    });
    expect(host({ limits, rlimits: [{ name: 'nofile', soft: 1, hard: 2 }] })).to.deep.include({
      CpuShares: 500,
      CpuQuota: 50_000,
      CpuPeriod: 100_000,
      CpusetCpus: '0-1',
      PidsLimit: 64,
      Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }],
    });
  });

  for (const [propagation, spelt] of [
    ['private', 'rprivate'],
    ['host-to-task', 'rslave'],
    ['bidirectional', 'rshared'],
  ] as readonly (readonly [Propagation, string])[])
    it(`spells ${propagation} as ${spelt}`, function () {
      const mount = { kind: 'bind', source: '/srv', target: '/data', readOnly: true, propagation } as const;
      expect(host({ mounts: [mount] })['Mounts']).to.deep.equal([
        {
          Type: 'bind',
          Source: '/srv',
          Target: '/data',
          ReadOnly: true,
          BindOptions: { Propagation: spelt },
        },
      ]);
    });

  it('knows tmpfs and volumes', function () {
    const making = { noCopy: true, labels: { a: 'b' }, driver: 'local', driverOptions: { type: 'nfs' } };
    const mounts = [
      { kind: 'tmpfs', target: '/run', sizeBytes: 4096, mode: 0o1777 },
      { kind: 'volume', source: 'plain', target: '/a', readOnly: false },
      { kind: 'volume', source: 'made', target: '/b', readOnly: true, making },
    ] as const;
    expect(host({ mounts })['Mounts']).to.deep.equal([
      { Type: 'tmpfs', Target: '/run', TmpfsOptions: { SizeBytes: 4096, Mode: 0o1777 } },
      { Type: 'volume', Source: 'plain', Target: '/a', ReadOnly: false },
      {
        Type: 'volume',
        Source: 'made',
        Target: '/b',
        ReadOnly: true,
        VolumeOptions: {
          NoCopy: true,
          Labels: { a: 'b' },
          DriverConfig: { Name: 'local', Options: { type: 'nfs' } },
        },
      },
    ]);
  });

  it('asks for a new SELinux label in the only notation that can', function () {
    const bind = { kind: 'bind', source: '/srv', target: '/data', propagation: 'private' } as const;
    const { Binds, Mounts } = host({ mounts: [{ ...bind, readOnly: false, relabel: 'Z' }] });
    expect([Binds, Mounts]).to.deep.equal([['/srv:/data:rw,Z,rprivate'], []]);
  });

  it('publishes ports for tcp and udp, several on one port of the task', function () {
    const ports = [
      { hostIp: '127.0.0.1', hostPort: 8080, taskPort: 80 },
      { hostIp: '::1', hostPort: 8081, taskPort: 80 },
    ];
    const network = aContainerNetwork({ mode: 'bridge', ports });
    const bound = [
      { HostIp: '127.0.0.1', HostPort: '8080' },
      { HostIp: '::1', HostPort: '8081' },
    ];
    expect(host({ network })['PortBindings']).to.deep.equal({ '80/tcp': bound, '80/udp': bound });
    expect(asked({ network })['ExposedPorts']).to.deep.equal({ '80/tcp': {}, '80/udp': {} });
  });

  it('gives the container its place in its network', function () {
    const network = aContainerNetwork({ mode: 'lan', aliases: ['db'], ipv4: '10.0.0.2' });
    expect(asked({ network })['NetworkingConfig']).to.deep.equal({
      EndpointsConfig: { lan: { Aliases: ['db'], IPAMConfig: { IPv4Address: '10.0.0.2' } } },
    });
  });

  it('puts the MAC address where the version of the API wants it', function () {
    const network = aContainerNetwork({ mode: 'lan', mac: '02:42:ac:11:00:02' });
    expect(asked({ network })).to.include({ MacAddress: '02:42:ac:11:00:02' });
    const newer = asked({ network }, { ...engine, api: { major: 1, minor: 44 } });
    expect(newer).not.to.have.property('MacAddress');
    expect(newer['NetworkingConfig']).to.deep.equal({
      EndpointsConfig: { lan: { MacAddress: '02:42:ac:11:00:02' } },
    });
  });

  it('never lets the engine restart anything', function () {
    expect(host({})['RestartPolicy']).to.deep.equal({ Name: 'no' });
  });

  it('bounds the engine’s copy of the output, unless told otherwise', function () {
    const log = (over: Partial<ContainerSpec>): Json | undefined => host(over)['LogConfig'];
    const bounds = { 'max-size': '20m', 'max-file': '4' };
    expect(log({})).to.deep.equal({ Type: 'local', Config: bounds });
    expect(log({ tty: true })).to.deep.equal({ Type: 'json-file', Config: bounds });
    expect(log({ logging: { driver: 'json-file', options: { 'max-size': '1m', tag: 'x' } } })).to.deep.equal({
      Type: 'json-file',
      Config: { ...bounds, 'max-size': '1m', tag: 'x' },
    });
    expect(log({ logging: { driver: 'syslog', options: {} } })).to.deep.equal({ Type: 'syslog', Config: {} });
  });

  it('passes on isolation, devices and the rest', function () {
    const over: Partial<ContainerSpec> = {
      privileged: true,
      readOnlyRoot: true,
      capAdd: ['NET_ADMIN'],
      capDrop: ['ALL'],
      securityOptions: ['no-new-privileges'],
      runtime: 'runc',
      namespaces: { ipc: 'host', pid: 'host', uts: 'host', user: 'host', cgroup: 'private' },
      devices: [{ hostPath: '/dev/kvm', taskPath: '/dev/vm', permissions: 'rw' }],
      sysctl: { 'net.core.somaxconn': '16' },
      storageOptions: { size: '1G' },
      shmSizeBytes: 4096,
      oomScoreAdj: 10,
      groups: ['audio'],
      init: true,
      healthcheckDisabled: true,
    };
    expect(asked(over)['Healthcheck']).to.deep.equal({ Test: ['NONE'] });
    expect(host(over)).to.deep.include({
      Privileged: true,
      ReadonlyRootfs: true,
      CapAdd: ['NET_ADMIN'],
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Runtime: 'runc',
      IpcMode: 'host',
      PidMode: 'host',
      UTSMode: 'host',
      UsernsMode: 'host',
      CgroupnsMode: 'private',
      Devices: [{ PathOnHost: '/dev/kvm', PathInContainer: '/dev/vm', CgroupPermissions: 'rw' }],
      Sysctls: { 'net.core.somaxconn': '16' },
      StorageOpt: { size: '1G' },
      ShmSize: 4096,
      OomScoreAdj: 10,
      GroupAdd: ['audio'],
      Init: true,
    });
  });
});
