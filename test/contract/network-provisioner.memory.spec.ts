import { ManualClock } from '../../src/adapters/memory/manual-clock.js';
import { doing, waitForEver } from '../../src/adapters/memory/behaviour.js';
import { MemoryHost } from '../../src/adapters/memory/memory-host.js';
import { MemoryNamespaces } from '../../src/adapters/memory/memory-namespaces.js';
import { MemoryNetworks, type MemoryNetworkSupply } from '../../src/adapters/memory/memory-networks.js';
import { MemoryRuntime } from '../../src/adapters/memory/memory-runtime.js';
import { fault } from '../../src/domain/faults/runtime-fault.js';
import type { InstanceId } from '../../src/domain/model/ids.js';
import { aContainerSpec } from '../../src/testing/builders/a-container-spec.js';
import {
  describeNetworkProvisioner,
  type NetworkHolder,
} from '../../src/testing/contract/network-provisioner.contract.js';
import { valueOf } from '../../src/testing/expect-result.js';

const never = new AbortController().signal;
const listened = 80;

describeNetworkProvisioner('in memory', () => {
  const host = new MemoryHost(new ManualClock());
  let obstructed = false;
  const supply: MemoryNetworkSupply = {
    names: ['named'],
    listened: [listened],
    refuse: (call) =>
      obstructed && call === 'remove' ? fault('internal', 'it can not be taken off') : undefined,
  };
  const unusable: MemoryNetworkSupply = { missing: 'networks can not be made' };
  return Promise.resolve({
    subject: new MemoryNetworks(host, supply),
    restarted: () => new MemoryNetworks(host, supply),
    unusable: () => new MemoryNetworks(host, unusable),
    scarce: () => new MemoryNetworks(host, { addresses: 1 }),
    named: 'named',
    holder: () => holderOn(host),
    listened: () => Promise.resolve(listened),
    halfMake: (plan) => {
      const id = `wharf-${plan.identity.attempt}` as InstanceId;
      host.networks.put({ id, plan, made: undefined, createdAt: host.clock.now() });
      return Promise.resolve(id);
    },
    lose: (id) => {
      host.networks.lose(id);
      return Promise.resolve();
    },
    obstruct: () => {
      obstructed = true;
      return () => {
        obstructed = false;
      };
    },
    traces: () => Promise.resolve(host.networks.all().map(({ id }) => id)),
    dispose: () => Promise.resolve(),
  });
});

async function holderOn(host: MemoryHost): Promise<NetworkHolder> {
  const runtime = new MemoryRuntime(host, () => doing(waitForEver));
  const id = valueOf(await runtime.create(aContainerSpec(), never));
  valueOf(await runtime.start(id, never));
  const { state } = valueOf(await runtime.inspect(id, never));
  const pid = state.phase === 'running' ? state.pid : 0;
  return {
    pid,
    network: async () => {
      const network = await new MemoryNamespaces(host).networkOf(pid);
      return network.ok ? network.value : undefined;
    },
  };
}
