import { expect } from 'chai';

import type { GroupNetwork, Task } from '../../../src/domain/model/job.js';
import { networkWarnings } from '../../../src/domain/network/network-warnings.js';
import { networkProblems } from '../../../src/domain/network/validate-network.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { pathsOf, told } from '../../support/problems.js';

const drivers = {
  docker: { capabilities: { network: 'by-holder' } },
  exec: { capabilities: { network: 'by-namespace' } },
} as const;

const aNetwork = (over: Partial<GroupNetwork> = {}): GroupNetwork => ({
  mode: 'bridge',
  ports: [],
  dns: undefined,
  ...over,
});
const problemsIn = (over: Partial<GroupNetwork>, ...tasks: readonly Partial<Task>[]) =>
  networkProblems(
    aGroup({ network: aNetwork(over), tasks: tasks.map((task) => aTask({ driver: 'docker', ...task })) }),
    drivers,
  );

describe('The network of a group', function () {
  it('has a name that a host can have', function () {
    for (const hostname of ['web', 'web-1.example', '9', 'a'.repeat(63)])
      expect(problemsIn({ hostname }), hostname).to.deep.equal([]);
    for (const hostname of ['', 'a_b', '-a', 'a-', 'a..b', 'a b', 'a\nb', 'a'.repeat(64), '${meta.x}'])
      expect(pathsOf(problemsIn({ hostname })), hostname).to.deep.equal(['network.hostname']);
  });

  it('has no name of its own when it is that of the host', function () {
    expect(told(problemsIn({ mode: 'host', hostname: 'web' }))).to.deep.equal([
      'network.hostname is for a group with a network of its own: this one has the name of its host',
    ]);
  });

  it('asks addresses for names, in words that fit into one line, whatever its mode', function () {
    const dns = {
      servers: ['10.0.0.1', 'fd00::1', 'dns.example'],
      searches: ['a', 'b c'],
      options: ['', 'x\ny'],
    };
    for (const mode of ['bridge', 'host'] as const)
      expect(pathsOf(problemsIn({ mode, dns }))).to.deep.equal([
        'network.dns.servers[2]',
        'network.dns.searches[1]',
        'network.dns.options[0]',
        'network.dns.options[1]',
      ]);
  });

  it('publishes ports on all addresses of the host', function () {
    const port = { label: 'http', static: undefined, to: undefined };
    const ports = [
      { ...port, hostNetwork: 'default' },
      { ...port, hostNetwork: 'public' },
      { ...port, hostNetwork: 'public', task: 't' },
    ];
    expect(pathsOf(problemsIn({ ports }))).to.deep.equal([
      'network.port.http.host_network',
      'task.t.resources.network.port.http.host_network',
    ]);
    expect(problemsIn({ ports, mode: 'host' })).to.deep.equal([]);
  });

  const own = {
    hostname: 'x',
    dns_servers: ['10.0.0.1'],
    dns_search_domains: ['a'],
    dns_options: ['b'],
    network_aliases: ['web'],
    ipv4_address: '10.0.0.2',
    ipv6_address: 'fd00::2',
    mac_address: '02:42:ac:11:00:02',
  };

  it('leaves a container nothing of a network to have for itself', function () {
    expect(pathsOf(problemsIn({}, { config: own }))).to.deep.equal(
      Object.keys(own).map((key) => `task.task.config.${key}`),
    );
    const empty = Object.fromEntries(
      Object.entries(own).map(([key, value]) => [key, value instanceof Array ? [] : '']),
    );
    expect(problemsIn({}, { config: empty })).to.deep.equal([]);
    expect(problemsIn({ mode: 'host' }, { config: own })).to.deep.equal([]);
    expect(problemsIn({}, { driver: 'exec', config: own }, { driver: 'dokcer', config: own })).to.deep.equal(
      [],
    );
  });

  it('has hosts with addresses only', function () {
    const config = { extra_hosts: ['db:10.0.0.7', 'me:host-gateway', 7] };
    expect(pathsOf(problemsIn({}, { config }))).to.deep.equal(['task.task.config.extra_hosts[1]']);
  });

  it('leaves a container with a mode of its own alone, but for the ports, which are published once', function () {
    expect(problemsIn({}, { config: { ...own, network_mode: 'my-net' } })).to.deep.equal([]);
    const config = { network_mode: 'my-net', ports: ['http'] };
    expect(pathsOf(problemsIn({}, { config }))).to.deep.equal(['task.task.config.ports']);
    expect(problemsIn({}, { config: { ports: ['http'] } })).to.deep.equal([]);
  });

  it('is said to publish all ports to who lists some', function () {
    const tasks = [
      aTask({ name: 'a', driver: 'docker', config: { ports: ['http'] } }),
      aTask({ name: 'b', driver: 'docker', config: { ports: [] } }),
      aTask({ name: 'c', driver: 'exec', config: { ports: ['http'] } }),
    ];
    const inMode = (mode: GroupNetwork['mode']) =>
      networkWarnings(aJob({ groups: [aGroup({ network: aNetwork({ mode }), tasks })] }), drivers);
    expect(inMode('bridge')).to.deep.equal([
      'ports is ignored: the network of a group publishes all of its ports (job.job.group.group.task.a.config.ports)',
    ]);
    expect(inMode('host')).to.deep.equal([]);
  });
});
