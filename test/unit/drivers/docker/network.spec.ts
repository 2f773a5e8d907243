import { expect } from 'chai';

import type { InstanceId } from '../../../../src/domain/model/ids.js';
import type { GroupNetwork } from '../../../../src/domain/model/job.js';
import { aContainerNetwork } from '../../../../src/testing/builders/a-container-spec.js';
import { aGroup, aJob, anAllocation } from '../../../../src/testing/builders/a-job.js';
import { aTaskRequest } from '../../../../src/testing/builders/a-task-request.js';
import { invalidWith, specFor, specWith, wrongWith } from '../../../support/docker-config.js';

const inNetwork = (network: Partial<GroupNetwork>) =>
  anAllocation({
    job: aJob({ groups: [aGroup({ network: { mode: 'host', ports: [], dns: undefined, ...network } })] }),
  });

describe('The network of a docker task', function () {
  it('is as its config says', function () {
    const config = {
      network_mode: 'my-net',
      network_aliases: ['web'],
      ipv4_address: '10.0.0.2',
      ipv6_address: 'fd00::2',
      mac_address: '02:42:ac:11:00:02',
      dns_servers: ['10.0.0.1', 'fd00::1'],
      dns_search_domains: ['example.com'],
      dns_options: ['ndots:1'],
      extra_hosts: ['db:10.0.0.7', 'v6:fd00::7', 'me:host-gateway'],
      ports: ['http'],
    };
    expect(specWith(config).network).to.deep.equal({
      mode: 'my-net',
      aliases: ['web'],
      ipv4: '10.0.0.2',
      ipv6: 'fd00::2',
      mac: '02:42:ac:11:00:02',
      dnsServers: ['10.0.0.1', 'fd00::1'],
      dnsSearch: ['example.com'],
      dnsOptions: ['ndots:1'],
      extraHosts: ['db:10.0.0.7', 'v6:fd00::7', 'me:host-gateway'],
      ports: [{ hostIp: '10.0.0.7', hostPort: 20_000, taskPort: 8080 }],
    });
  });

  it("takes names from the group's servers when the group has some", function () {
    const dns = { servers: ['1.1.1.1'], searches: ['a'], options: ['b'] };
    const config = { image: 'a:1', dns_servers: ['9.9.9.9'], dns_search_domains: ['x'], dns_options: ['y'] };
    const request = aTaskRequest(config, { allocation: inNetwork({ dns }) });
    expect(specFor(request).network).to.deep.include({
      dnsServers: ['1.1.1.1'],
      dnsSearch: ['a'],
      dnsOptions: ['b'],
    });
  });

  for (const network_mode of ['host', 'none', 'container:4f0c'])
    it(`publishes nothing in ${network_mode}`, function () {
      expect(specWith({ network_mode, ports: ['http'] }).network).to.deep.include({
        mode: network_mode,
        ports: [],
      });
    });

  for (const network_mode of ['bridge', 'hosts', 'my-container:x'])
    it(`publishes ports in ${network_mode}`, function () {
      expect(specWith({ network_mode, ports: ['http'] }).network.ports).to.have.length(1);
    });

  describe('in a group with a network of its own', function () {
    const joined = {
      namespacePath: '/run/wharf/networks/n/ns',
      namespace: '4026532000',
      holder: '4f0c8a315c1e4d6f9a57' as InstanceId,
      addresses: [{ interface: 'eth0', address: '172.26.64.2' }],
    };
    const config = {
      image: 'a:1',
      hostname: 'own',
      network_aliases: ['web'],
      mac_address: '02:42:ac:11:00:02',
      dns_servers: ['10.0.0.1'],
      extra_hosts: ['db:10.0.0.7'],
      ports: ['http'],
    };
    const dns = { servers: ['1.1.1.1'], searches: [], options: [] };
    const allocation = inNetwork({ mode: 'bridge', dns });

    it("is the holder's, with nothing that an engine refuses there", function () {
      const spec = specFor(aTaskRequest(config, { allocation, network: joined }));
      expect(spec.network).to.deep.equal(aContainerNetwork({ mode: 'container:4f0c8a315c1e4d6f9a57' }));
      expect(spec.hostname).to.equal(undefined);
    });

    it('stays the one that its config names', function () {
      const asked = { image: 'a:1', hostname: 'own', network_mode: 'bridge' };
      const spec = specFor(aTaskRequest(asked, { allocation, network: joined }));
      expect(spec).to.deep.include({ hostname: 'own' });
      expect(spec.network).to.deep.include({ mode: 'bridge' });
    });

    it('is refused when no container has it', function () {
      expect(wrongWith({}, {}, { network: { ...joined, holder: undefined } })).to.deep.equal([
        'network can not be joined by a container: no other one has it',
      ]);
    });
  });

  it('refuses addresses that are none', function () {
    const config = {
      ipv4_address: 'fd00::2',
      ipv6_address: '10.0.0.2',
      mac_address: 'x',
      dns_servers: ['localhost'],
      extra_hosts: ['db', ':10.0.0.7', 'db:', 'db:x', 'db:host-gateways'],
    };
    const host = 'must be a name and an address, such as "db:10.0.0.7", not';
    expect(wrongWith(config)).to.deep.equal([
      'config.ipv4_address must be an IPv4 address, not "fd00::2"',
      'config.ipv6_address must be an IPv6 address, not "10.0.0.2"',
      'config.mac_address must be a MAC address, such as "02:42:ac:11:00:02", not "x"',
      'config.dns_servers[0] must be an IP address, not "localhost"',
      `config.extra_hosts[0] ${host} "db"`,
      `config.extra_hosts[1] ${host} ":10.0.0.7"`,
      `config.extra_hosts[2] ${host} "db:"`,
      `config.extra_hosts[3] ${host} "db:x"`,
      `config.extra_hosts[4] ${host} "db:host-gateways"`,
    ]);
  });

  it("publishes only ports of the group's network", function () {
    expect(wrongWith({ ports: ['htttp', 'constructor', 7] })).to.deep.equal([
      'config.ports[0] is "htttp", which is no port of the group\'s network | did you mean "http"?',
      'config.ports[1] is "constructor", which is no port of the group\'s network | put port "constructor" {} into the group\'s network',
      'config.ports[2] is "7", which is no port of the group\'s network | put port "7" {} into the group\'s network',
    ]);
  });

  it("can be told to publish none of the group's before one is chosen", function () {
    expect(invalidWith({ ports: ['http', 'htp'] })).to.deep.equal([
      'config.ports[1] is "htp", which is no port of the group\'s network | did you mean "http"?',
    ]);
    expect(invalidWith({ ports: [{}] })).to.deep.equal([
      'config.ports[0] must be the label of a port of the group, not a block',
    ]);
  });
});
