import { expect } from 'chai';

import { dockerTranslation } from '../../../../src/domain/drivers/docker/translation.js';
import { anOwnMount } from '../../../support/builders/an-own-mount.js';
import { aRequestFor, aTaskRequest, hashed } from '../../../../src/testing/builders/a-task-request.js';
import { aDockerPolicy } from '../../../support/builders/some-policies.js';
import { invalidWith, specFor, specWith, wrongWith } from '../../../support/docker-config.js';

describe('A docker task', function () {
  it('becomes a container that is as its image and its engine have it', function () {
    const request = aTaskRequest({ image: 'busybox:1' });
    const { identity, ...content } = specFor(request);
    expect(identity).to.include({ ...request.identity });
    expect(identity.spec).to.contain('busybox:1').and.not.contain(request.identity.attempt);
    expect(content).to.deep.equal({
      name: 'wharf-task-4f0c8a31-c3d4e5f6',
      image: 'busybox:1',
      entrypoint: undefined,
      command: undefined,
      environment: request.environment,
      labels: {},
      user: undefined,
      groups: [],
      workDir: undefined,
      hostname: undefined,
      tty: false,
      interactive: false,
      init: false,
      stopSignal: undefined,
      privileged: false,
      readOnlyRoot: false,
      capAdd: [],
      capDrop: ['NET_RAW'],
      securityOptions: [],
      runtime: undefined,
      mounts: [
        anOwnMount('/state/alloc/a1/alloc', '/alloc'),
        anOwnMount('/state/alloc/a1/alloc/logs', '/alloc/logs', true),
        anOwnMount('/state/alloc/a1/task/local', '/local'),
        anOwnMount('/state/alloc/a1/task/secrets', '/secrets'),
      ],
      devices: [],
      limits: request.limits,
      rlimits: [],
      sysctl: {},
      storageOptions: {},
      shmSizeBytes: undefined,
      oomScoreAdj: undefined,
      namespaces: { ipc: undefined, pid: undefined, uts: undefined, user: undefined, cgroup: undefined },
      network: {
        mode: undefined,
        aliases: [],
        ipv4: undefined,
        ipv6: undefined,
        mac: undefined,
        dnsServers: [],
        dnsSearch: [],
        dnsOptions: [],
        extraHosts: [],
        ports: [],
      },
      logging: undefined,
      healthcheckDisabled: false,
    });
  });

  it('has what its driver offers to rules', function () {
    const { driver, capabilities } = dockerTranslation(aDockerPolicy());
    expect(driver).to.equal('docker');
    expect(capabilities).to.deep.equal({
      directories: 'in-task',
      hostEnvironment: false,
      mounts: true,
      network: 'by-holder',
    });
  });

  it('hands on what its config says of the process', function () {
    const config = {
      entrypoint: ['/init'],
      work_dir: '/srv',
      hostname: 'web',
      tty: true,
      interactive: 'true',
      init: true,
      labels: [{ a: '1', b: 2 }, { b: '3' }],
      group_add: ['audio', 7],
      healthchecks: [{ disable: true }],
    };
    expect(specWith(config)).to.deep.include({
      entrypoint: ['/init'],
      workDir: '/srv',
      hostname: 'web',
      tty: true,
      interactive: true,
      init: true,
      labels: { a: '1', b: '3' },
      groups: ['audio', '7'],
      healthcheckDisabled: true,
    });
    expect(specWith({ healthchecks: {} }).healthcheckDisabled).to.equal(false);
  });

  it('takes empty text for nothing', function () {
    const options = [
      'command',
      'work_dir',
      'hostname',
      'runtime',
      'cgroupns',
      'network_mode',
      'volume_driver',
      'load',
    ];
    const addresses = ['ipv4_address', 'ipv6_address', 'mac_address'];
    const modes = ['pid_mode', 'ipc_mode', 'uts_mode', 'userns_mode', 'isolation'];
    const empty = Object.fromEntries([...options, ...addresses, ...modes].map((key) => [key, '']));
    const content = { ...specWith(empty), identity: undefined };
    const bare = { ...specWith({}), identity: undefined };
    expect(content).to.deep.equal(bare);
  });

  const commands: readonly (readonly [object, readonly string[] | undefined])[] = [
    [{ command: 'sh' }, ['sh']],
    [{ command: 'sh', args: ['-c', 'true'] }, ['sh', '-c', 'true']],
    [{ args: ['--verbose'] }, ['--verbose']],
    [{ command: '', args: ['--verbose'] }, ['--verbose']],
    [{ command: '', args: [] }, undefined],
  ];
  for (const [config, command] of commands) {
    it(`runs ${JSON.stringify(command)} for ${JSON.stringify(config)}`, function () {
      expect(specWith({ ...config }).command).to.deep.equal(command);
    });
  }

  it('is stopped by the signal of its task, and is who its task says', function () {
    const request = aRequestFor({ user: '1000:1000', killSignal: 'SIGINT' }, { image: 'a:1' });
    expect(specFor(request)).to.include({ user: '1000:1000', stopSignal: 'SIGINT' });
    expect(specFor(aRequestFor({ user: '' }, { image: 'a:1' })).user).to.equal(undefined);
  });

  const loggings: readonly (readonly [object, object | undefined])[] = [
    [{ type: 'json-file' }, { driver: 'json-file', options: {} }],
    [
      { driver: 'syslog', config: [{ tag: 'a' }] },
      { driver: 'syslog', options: { tag: 'a' } },
    ],
    [
      { type: 'local', driver: 'syslog' },
      { driver: 'local', options: {} },
    ],
    [
      { type: '', driver: 'syslog' },
      { driver: 'syslog', options: {} },
    ],
    [{ type: '', driver: '' }, undefined],
    [{}, undefined],
  ];
  for (const [logging, made] of loggings) {
    it(`logs to ${JSON.stringify(made)} for ${JSON.stringify(logging)}`, function () {
      expect(specWith({ logging: { ...logging } }).logging).to.deep.equal(made);
    });
  }
});

describe('The config of a docker task', function () {
  it('is told everything that is wrong, at once', function () {
    const config = { imagee: 'a', tty: 'maybe', args: 'x', command: ' sh', logging: [{}, {}] };
    expect(wrongWith(config, { enabled: false })).to.deep.equal([
      'driver is "docker", which is disabled on this host | set docker.enabled = true in the configuration',
      'config.imagee is not known here | did you mean "image"?',
      'config.command must be the program to run, without blanks around it, not " sh"',
      'config.args must be a list in which each item is a string, not "x"',
      'config.tty must be true or false, not "maybe"',
      'config.logging stands 2 times, but only one is allowed',
    ]);
  });

  it('is told the same when there is no host to ask, and references are taken for what they may become', function () {
    expect(invalidWith({ tty: 'maybe', image: '' }, { enabled: false })).to.deep.equal([
      'driver is "docker", which is disabled on this host | set docker.enabled = true in the configuration',
      'config.image must be the name of an image, such as "redis:7", not ""',
      'config.tty must be true or false, not "maybe"',
    ]);
    const open = '${NOMAD_META_x}';
    const config = {
      image: open,
      tty: open,
      ports: open,
      volumes: [open],
      mount: [{ type: open, target: open }],
    };
    expect(invalidWith(config)).to.deep.equal([]);
    expect(
      invalidWith({ ...config, ports: [open], pids_limit: open, ulimit: { nofile: open } }),
    ).to.deep.equal([]);
  });

  it('must have an image', function () {
    const request = aTaskRequest({});
    expect(dockerTranslation(aDockerPolicy()).translate(request, hashed)).to.deep.equal({
      ok: false,
      error: [{ path: 'config.image', message: 'is required: the name of an image, such as "redis:7"' }],
    });
  });

  it('may say what has no effect on one host', function () {
    const config = {
      auth_soft_fail: true,
      advertise_ipv6_address: false,
      container_exists_attempts: 3,
      cpuset_cpus: '0-1',
    };
    expect(specWith(config).image).to.equal('busybox:1');
  });

  it('must not say what is for Windows or for old job files', function () {
    expect(wrongWith({ isolation: 'hyperv', port_map: [{ http: 80 }] })).to.deep.equal([
      'config.port_map is for a network in the task\'s own resources only, and for all of its ports | give the ports of the group\'s network a "to", and list their labels in "ports"',
      'config.isolation is for Windows: on Linux, containers know one isolation',
    ]);
  });
});
