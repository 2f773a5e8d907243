import { expect } from 'chai';

import { cleanName } from '../../../src/domain/environment/clean-name.js';
import {
  type EnvironmentSources,
  taskEnvironment,
} from '../../../src/domain/environment/task-environment.js';
import { withoutNames } from '../../../src/domain/environment/without-names.js';
import type { AllocId } from '../../../src/domain/model/ids.js';
import { aGroup, aJob, anAllocation, aTask } from '../../../src/testing/builders/a-job.js';
import { aHost, someDirectories } from '../../../src/testing/builders/a-task-request.js';
import { aTaskNetwork } from '../../support/builders/a-task-network.js';
import { someLimits } from '../../../src/testing/builders/some-limits.js';

const image = { directories: 'in-task', hostEnvironment: false } as const;
const hosted = { directories: 'on-host', hostEnvironment: true } as const;

const sources = (over: Partial<EnvironmentSources> = {}): EnvironmentSources => ({
  allocation: anAllocation({
    id: '4f0c8a31-5c1e-4d6f-9a57-0c8e6f3b2a10' as AllocId,
    index: 2,
    job: aJob({ id: 'shop', name: 'the shop', namespace: 'prod', region: 'eu', datacenters: ['dc7', 'dc8'] }),
    group: aGroup({ name: 'web' }),
  }),
  task: aTask({ name: 'server' }),
  directories: someDirectories(),
  host: aHost(),
  ports: {},
  taskPorts: [],
  limits: someLimits(),
  network: undefined,
  capabilities: image,
  denylist: [],
  ...over,
});

const environment = (over: Partial<EnvironmentSources> = {}): Readonly<Record<string, string>> =>
  taskEnvironment(sources(over));

describe('The environment of a task', function () {
  it('tells the task what it is and where', function () {
    expect(environment()).to.deep.equal({
      NOMAD_ALLOC_DIR: '/alloc',
      NOMAD_TASK_DIR: '/local',
      NOMAD_SECRETS_DIR: '/secrets',
      NOMAD_CPU_LIMIT: '100',
      NOMAD_MEMORY_LIMIT: '300',
      NOMAD_ALLOC_ID: '4f0c8a31-5c1e-4d6f-9a57-0c8e6f3b2a10',
      NOMAD_SHORT_ALLOC_ID: '4f0c8a31',
      NOMAD_ALLOC_NAME: 'the shop.web[2]',
      NOMAD_ALLOC_INDEX: '2',
      NOMAD_TASK_NAME: 'server',
      NOMAD_GROUP_NAME: 'web',
      NOMAD_JOB_ID: 'shop',
      NOMAD_JOB_NAME: 'the shop',
      NOMAD_DC: 'dc7',
      NOMAD_REGION: 'eu',
      NOMAD_NAMESPACE: 'prod',
    });
  });

  const datacenters: readonly (readonly [readonly string[], string])[] = [
    [['dc7', 'dc8'], 'dc7'],
    [['*'], 'dc1'],
    [[], 'dc1'],
    [['eu-*', 'dc8'], 'dc8'],
    [['eu-*', '*2'], 'dc1'],
  ];
  for (const [names, name] of datacenters) {
    it(`is in datacenter ${name} when the job names [${names.join(', ')}]`, function () {
      const allocation = anAllocation({ job: aJob({ datacenters: names }) });
      const task = aTask({ environment: { NODE: '${node.datacenter}' } });
      expect(environment({ allocation, task })).to.include({ NOMAD_DC: name, NODE: name });
    });
  }

  it('gives the directories as the task sees them', function () {
    expect(environment({ capabilities: { ...image, directories: 'on-host' } })).to.include({
      NOMAD_ALLOC_DIR: '/state/alloc/a1/alloc',
      NOMAD_TASK_DIR: '/state/alloc/a1/task/local',
      NOMAD_SECRETS_DIR: '/state/alloc/a1/task/secrets',
    });
  });

  it('tells what the task may use', function () {
    const resources = { cpuMhz: 100, cores: 2, memoryMb: 64, memoryMaxMb: 128, secretsMb: 1 };
    const limits = someLimits({ cpuset: '0-1', cpuShares: 7 });
    expect(environment({ task: aTask({ resources }), limits })).to.include({
      NOMAD_CPU_LIMIT: '4000',
      NOMAD_CPU_CORES: '0-1',
      NOMAD_MEMORY_LIMIT: '64',
      NOMAD_MEMORY_MAX_LIMIT: '128',
    });
    const unlimited = aTask({ resources: { ...resources, memoryMaxMb: 'none' } });
    expect(environment({ task: unlimited })).to.not.have.any.keys(
      'NOMAD_MEMORY_MAX_LIMIT',
      'NOMAD_CPU_CORES',
    );
  });

  it('tells ports as the task and as others see them', function () {
    const ports = {
      http: { hostIp: '10.0.0.7', host: 20_000, task: 8080 },
      'grpc-v6': { hostIp: 'fd00::7', host: 20_001, task: 20_001 },
    };
    expect(environment({ ports })).to.include({
      NOMAD_IP_http: '10.0.0.7',
      NOMAD_PORT_http: '8080',
      NOMAD_ADDR_http: '10.0.0.7:20000',
      NOMAD_HOST_IP_http: '10.0.0.7',
      NOMAD_HOST_PORT_http: '20000',
      NOMAD_HOST_ADDR_http: '10.0.0.7:20000',
      NOMAD_ALLOC_PORT_http: '8080',
      NOMAD_ADDR_grpc_v6: '[fd00::7]:20001',
      NOMAD_HOST_ADDR_grpc_v6: '[fd00::7]:20001',
      NOMAD_PORT_grpc_v6: '20001',
    });
  });

  it("tells where ports are in the group's own network", function () {
    const ports = { 'http-v4': { hostIp: '10.0.0.7', host: 20_000, task: 8080 } };
    const told = {
      NOMAD_IP_http_v4: '10.0.0.7',
      NOMAD_ADDR_http_v4: '10.0.0.7:20000',
      NOMAD_ALLOC_PORT_http_v4: '8080',
      NOMAD_ALLOC_INTERFACE_http_v4: 'eth0',
      NOMAD_ALLOC_IP_http_v4: '172.26.64.2',
      NOMAD_ALLOC_ADDR_http_v4: '172.26.64.2:8080',
    };
    expect(environment({ ports, network: aTaskNetwork() })).to.include(told);
    const addresses = [{ interface: 'eth1', address: 'fd00::2' }];
    expect(environment({ ports, network: aTaskNetwork({ addresses }) })).to.include({
      NOMAD_ALLOC_INTERFACE_http_v4: 'eth1',
      NOMAD_ALLOC_ADDR_http_v4: '[fd00::2]:8080',
    });
    const bare = environment({ ports, network: aTaskNetwork({ addresses: [] }) });
    expect(Object.keys(bare).filter((name) => /_ALLOC_(?:INTERFACE|IP|ADDR)_/.test(name))).to.deep.equal([]);
  });

  it("tells ports that tasks asked for themselves under their task's name, as others reach them", function () {
    const taskPorts = [
      { task: 'my-redis', label: 'db', chosen: { hostIp: '10.0.0.7', host: 20_002, task: 6379 } },
      { task: 'six', label: 'http', chosen: { hostIp: 'fd00::7', host: 20_003, task: 20_003 } },
    ];
    const ports = { six_http: { hostIp: '10.0.0.7', host: 20_004, task: 80 } };
    const given = environment({ taskPorts, ports });
    expect(given).to.include({
      NOMAD_IP_my_redis_db: '10.0.0.7',
      NOMAD_PORT_my_redis_db: '20002',
      NOMAD_ADDR_my_redis_db: '10.0.0.7:20002',
      NOMAD_ADDR_six_http: '10.0.0.7:20004',
      NOMAD_PORT_six_http: '80',
    });
    expect(environment({ taskPorts })).to.include({ NOMAD_ADDR_six_http: '[fd00::7]:20003' });
    expect(Object.keys(environment({ taskPorts })).filter((name) => /_db$|_http$/.test(name))).to.have.length(
      6,
    );
  });

  it('tells meta under the key as written and in capitals', function () {
    const meta = { owner: 'me', 'a-b': 'c', Twice: 'mixed', TWICE: 'capitals' };
    expect(environment({ task: aTask({ meta }) })).to.include({
      NOMAD_META_owner: 'me',
      NOMAD_META_OWNER: 'me',
      NOMAD_META_a_b: 'c',
      NOMAD_META_A_B: 'c',
      NOMAD_META_Twice: 'mixed',
      NOMAD_META_TWICE: 'capitals',
    });
  });

  it("is handed on from the host's where the driver does so, less what is denied", function () {
    const all = { capabilities: hosted, denylist: ['AWS_*'] };
    expect(environment(all)).to.include({ PATH: '/usr/bin:/bin', LANG: 'C' });
    expect(environment(all)).to.not.have.property('AWS_SECRET_ACCESS_KEY');
    expect(environment({ ...all, capabilities: image })).to.not.have.any.keys('PATH', 'LANG');
  });

  it('never holds what is meant for wharf, whatever is denied', function () {
    const host = aHost({
      environment: { WHARF_VAR_password: 'x', WHARF_STATE_DIR: '/s', MY_WHARF_: 'kept' },
    });
    const task = aTask({ environment: { PASSWORD: '${WHARF_VAR_password}' } });
    const given = environment({ host, task, capabilities: hosted });
    expect(given).to.include({ MY_WHARF_: 'kept', PASSWORD: '${WHARF_VAR_password}' });
    expect(given).to.not.have.any.keys('WHARF_VAR_password', 'WHARF_STATE_DIR');
  });

  it("is told by us before it is handed on from the host's", function () {
    const host = aHost({ environment: { NOMAD_TASK_NAME: 'outer', NOMAD_META_a: 'outer' } });
    const task = aTask({ name: 'inner', meta: { a: 'inner' } });
    expect(environment({ host, task, capabilities: hosted })).to.include({
      NOMAD_TASK_NAME: 'inner',
      NOMAD_META_a: 'inner',
    });
  });

  it("is what the task's own env says, whatever else there is", function () {
    const task = aTask({ environment: { NOMAD_TASK_NAME: 'mine', LANG: 'de', NEW: '1' } });
    expect(environment({ task, capabilities: hosted })).to.include({
      NOMAD_TASK_NAME: 'mine',
      LANG: 'de',
      NEW: '1',
    });
  });

  it("resolves references of the task's env to all that went before, and to nothing beside it", function () {
    const own = {
      PATH: '/opt/bin:${env["PATH"]}',
      WHO: '${NOMAD_TASK_NAME}@${node.unique.name}',
      META: '${meta.a} ${NOMAD_META_a}',
      ARCH: '${attr.kernel.name}',
      BESIDE: '${WHO}',
      TEXT: '$${WHO}',
    };
    const task = aTask({ name: 'server', environment: own, meta: { a: 'b' } });
    expect(environment({ task, capabilities: hosted })).to.include({
      PATH: '/opt/bin:/usr/bin:/bin',
      WHO: 'server@quay',
      META: 'b b',
      ARCH: 'linux',
      BESIDE: '${WHO}',
      TEXT: '${WHO}',
    });
  });

  it("keeps dots in the task's own names for images, and makes names for a shell otherwise", function () {
    const task = aTask({ environment: { 'a.b-c': '1' } });
    expect(environment({ task })).to.have.property('a.b_c', '1');
    expect(environment({ task, capabilities: hosted })).to.have.property('a_b_c', '1');
  });
});

describe('cleanName', function () {
  it('keeps letters, digits and underscores, one for one', function () {
    expect(cleanName('aZ_09')).to.equal('aZ_09');
    expect(cleanName('a b-c.d/ü😀')).to.equal('a_b_c_d___');
    expect(cleanName('a.b-c', 'keep')).to.equal('a.b_c');
  });
});

describe('withoutNames', function () {
  it('leaves out what a glob matches', function () {
    expect(withoutNames({ A_KEY: '1', B: '2', KEY: '3' }, ['*_KEY', 'C'])).to.deep.equal({
      B: '2',
      KEY: '3',
    });
    expect(withoutNames({ A: '1' }, [])).to.deep.equal({ A: '1' });
  });
});
