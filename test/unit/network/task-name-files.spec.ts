import { expect } from 'chai';

import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { GroupNetwork } from '../../../src/domain/model/job.js';
import { type NamedTask, taskNameFiles } from '../../../src/domain/network/task-name-files.js';
import { aGroup, aJob, anAllocation } from '../../../src/testing/builders/a-job.js';
import { aHost, someDirectories } from '../../../src/testing/builders/a-task-request.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { aTaskNetwork } from '../../support/builders/a-task-network.js';
import { problemsOf, told } from '../../support/problems.js';

const inGroup = (network: Partial<GroupNetwork> = {}, over: Partial<NamedTask> = {}): NamedTask => ({
  allocation: anAllocation({
    job: aJob({ groups: [aGroup({ network: { mode: 'bridge', ports: [], dns: undefined, ...network } })] }),
  }),
  host: aHost(),
  capabilities: { network: 'by-namespace' },
  directories: someDirectories(),
  config: {},
  ...over,
});

const linesOf = (network: ReturnType<typeof aTaskNetwork>, task: NamedTask, file: 0 | 1): readonly string[] =>
  valueOf(taskNameFiles(network, task)).files[file]?.content.trimEnd().split('\n') ?? [];
const ownLine = (network: ReturnType<typeof aTaskNetwork>, task: NamedTask): string | undefined =>
  linesOf(network, task, 0)[2];

describe('The name files of a task', function () {
  it('lie where the task can not write', function () {
    const { files, seen } = valueOf(taskNameFiles(aTaskNetwork(), inGroup()));
    expect(files.map(({ path, mode }) => [path, mode])).to.deep.equal([
      ['private/hosts', 0o644],
      ['private/resolv.conf', 0o644],
    ]);
    expect(seen).to.deep.equal({
      hosts: '/state/alloc/a1/task/private/hosts',
      resolvConf: '/state/alloc/a1/task/private/resolv.conf',
    });
  });

  const container = { capabilities: { network: 'by-holder' } } as const;
  const holder = '4f0c8a315c1e4d6f9a57' as InstanceId;

  it("have the group's name at the address of its network", function () {
    expect(ownLine(aTaskNetwork(), inGroup({ hostname: 'web' }))).to.equal('172.26.64.2\tweb');
    expect(ownLine(aTaskNetwork({ holder }), inGroup({ hostname: 'web' }, container))).to.equal(
      '172.26.64.2\tweb',
    );
  });

  it("have the holder's name for containers of a group without one, and the host's for processes", function () {
    expect(ownLine(aTaskNetwork({ holder }), inGroup({}, container))).to.equal('172.26.64.2\t4f0c8a315c1e');
    expect(ownLine(aTaskNetwork({ holder }), inGroup())).to.equal('172.26.64.2\tquay');
  });

  it('have the name on the loopback where there is nothing else', function () {
    expect(ownLine(aTaskNetwork({ addresses: [] }), inGroup())).to.equal('127.0.0.1\tquay');
  });

  it('have the hosts that a container asks for', function () {
    const config = { extra_hosts: ['db:10.0.0.7', 'v6:fd00::7'] };
    expect(linesOf(aTaskNetwork(), inGroup({}, { config }), 0).slice(3)).to.deep.equal([
      '10.0.0.7\tdb',
      'fd00::7\tv6',
    ]);
  });

  it('take no host without an address, nor a name that is more than one', function () {
    const config = {
      extra_hosts: ['db:10.0.0.7', 'me:host-gateway', 'a b:10.0.0.8', 'a\n10.0.0.1 b:10.0.0.8'],
    };
    expect(told(problemsOf(taskNameFiles(aTaskNetwork(), inGroup({}, { config }))))).to.deep.equal([
      'config.extra_hosts[1] is "me:host-gateway", which is no name with an address, such as "db:10.0.0.7"',
      'config.extra_hosts[2] is "a b:10.0.0.8", which is no name with an address, such as "db:10.0.0.7"',
      'config.extra_hosts[3] is "a\n10.0.0.1 b:10.0.0.8", which is no name with an address, such as "db:10.0.0.7"',
    ]);
  });

  it("ask the group's servers, then those of the network, then those of the host", function () {
    const plugin = { servers: ['172.26.64.1'], searches: [], options: ['ndots:1'] };
    const dns = { servers: ['1.1.1.1'], searches: ['shop'], options: [] };
    const given = aTaskNetwork({}, { network: plugin });
    expect(linesOf(given, inGroup({ dns }), 1)).to.deep.equal(['nameserver 1.1.1.1', 'search shop']);
    expect(linesOf(given, inGroup(), 1)).to.deep.equal([
      'nameserver 172.26.64.1',
      'search quay.example',
      'options ndots:1',
    ]);
    expect(linesOf(aTaskNetwork(), inGroup(), 1)).to.deep.equal([
      'nameserver 10.0.0.53',
      'search quay.example',
    ]);
  });
});
