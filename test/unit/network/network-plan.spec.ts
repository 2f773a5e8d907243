import { expect } from 'chai';

import type { OwnerId } from '../../../src/domain/model/ids.js';
import type { GroupNetwork } from '../../../src/domain/model/job.js';
import { holderSpec } from '../../../src/domain/network/holder-spec.js';
import { networkPlan, type NetworkSources } from '../../../src/domain/network/network-plan.js';
import { aContainerNetwork } from '../../../src/testing/builders/a-container-spec.js';
import { aGroup, aJob, anAllocation } from '../../../src/testing/builders/a-job.js';
import { anAllocId, anAttemptToken } from '../../../src/testing/builders/an-identity.js';
import { aHost, hashed } from '../../../src/testing/builders/a-task-request.js';

const host = aHost();
const alloc = anAllocId();

const sources = (network: Partial<GroupNetwork>, over: Partial<NetworkSources> = {}): NetworkSources => ({
  allocation: anAllocation({
    id: alloc,
    job: aJob({ groups: [aGroup({ network: { mode: 'bridge', ports: [], dns: undefined, ...network } })] }),
  }),
  host,
  attempt: anAttemptToken(),
  ports: {},
  ...over,
});

const ports: GroupNetwork['ports'] = [
  { label: 'http', static: 80, to: 8080 },
  { label: 'any', static: undefined, to: undefined },
  { label: 'db', task: 'redis', static: undefined, to: 6379 },
];
const chosen = { http: 80, any: 20_000, 'redis/db': 20_001 };

describe('The plan of a network', function () {
  it("says whose it is, and leads the host's ports to the tasks", function () {
    const asked = sources({ ports }, { ports: chosen });
    const plan = networkPlan(asked, hashed);
    expect(plan?.mode).to.equal('bridge');
    expect(plan?.ports).to.deep.equal([
      { hostIp: '', hostPort: 80, taskPort: 8080 },
      { hostIp: '', hostPort: 20_000, taskPort: 20_000 },
      { hostIp: '', hostPort: 20_001, taskPort: 6379 },
    ]);
    expect(plan?.identity).to.deep.include({
      owner: host.nodeId,
      kind: 'network',
      job: 'job',
      group: 'group',
      alloc,
      task: '/network',
      attempt: asked.attempt,
    });
  });

  it('is of whoever runs the job, where that is not the node itself', function () {
    const asked = { ...sources({}), host: { ...host, owner: 'a run' as OwnerId } };
    expect(networkPlan(asked, hashed)?.identity).to.include({ owner: 'a run' });
  });

  it('is of one hash with every try, and of another with other content', function () {
    const hashOf = (asked: NetworkSources) => networkPlan(asked, hashed)?.identity.spec;
    const one = hashOf(sources({ ports }, { ports: chosen }));
    expect(hashOf(sources({ ports }, { ports: chosen }))).to.equal(one);
    expect(hashOf(sources({ ports }, { ports: { ...chosen, any: 20_009 } }))).to.not.equal(one);
    expect(hashOf(sources({ ports, mode: 'cni/x' }, { ports: chosen }))).to.not.equal(one);
  });

  it('publishes nothing where there is but a loopback', function () {
    expect(networkPlan(sources({ mode: 'none', ports }, { ports: chosen }), hashed)?.ports).to.deep.equal([]);
  });

  it('is none for the network of the host', function () {
    expect(networkPlan(sources({ mode: 'host' }), hashed)).to.equal(undefined);
  });
});

describe('The holder of a network', function () {
  it('may do nothing, has no network yet and no limits, and bears the name of the group', function () {
    const asked = sources({ hostname: 'web' });
    const spec = holderSpec(asked, 'wharf-holder:1', hashed);
    expect(spec).to.deep.include({
      image: 'wharf-holder:1',
      hostname: 'web',
      network: aContainerNetwork({ mode: 'none' }),
      readOnlyRoot: true,
      capAdd: [],
      capDrop: ['ALL'],
      securityOptions: ['no-new-privileges'],
      oomScoreAdj: undefined,
      mounts: [],
    });
    expect(spec.limits).to.include({ memoryBytes: undefined, pids: undefined, cpuQuota: undefined });
    expect(spec.identity).to.deep.include({
      kind: 'holder',
      alloc,
      task: '/network',
      attempt: asked.attempt,
    });
    expect(spec.name).to.match(/^wharf-network-/);
  });

  it('has the name of its container where the group has none', function () {
    expect(holderSpec(sources({}), 'wharf-holder:1', hashed).hostname).to.equal(undefined);
  });
});
