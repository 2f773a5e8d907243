import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { PublishedPort } from '../../domain/model/container-spec.js';
import {
  type AllocNetwork,
  type NamespaceId,
  type NetworkAddress,
  type NetworkPlan,
  noAnswer,
} from '../../domain/model/group-network.js';
import type { HostObject, Thoroughness } from '../../domain/model/host-object.js';
import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type { RuntimeDescription } from '../../domain/model/instance.js';
import type { FoundNetwork, NetworkProvisioner } from '../../domain/ports/network-provisioner.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok, type Result } from '../../domain/shared/result.js';
import type { MemoryHost } from './memory-host.js';
import type { MemoryNetwork } from './memory-network-table.js';

/** What there is to make networks of. */
export interface MemoryNetworkSupply {
  /** Besides our own. */
  readonly names?: readonly string[];
  /** Ports of the host that something listens on. */
  readonly listened?: readonly number[];
  /** How many addresses there are. 1000 unless said. */
  readonly addresses?: number;
  /** Why no network can be made here, if that is so. */
  readonly missing?: string;
  /** The fault of the next call of that kind for this network, if it is to have one; nothing is done then. */
  readonly refuse?: (call: 'add' | 'remove', id: InstanceId) => RuntimeFault | undefined;
}

const version = '1.0.0';

/** Makes networks on a host in memory. Several may look at one host, as after a restart. */
export class MemoryNetworks implements NetworkProvisioner {
  readonly #host: MemoryHost;
  readonly #supply: MemoryNetworkSupply;

  constructor(host: MemoryHost, supply: MemoryNetworkSupply = {}) {
    this.#host = host;
    this.#supply = supply;
  }

  describe(signal: AbortSignal): Answer<RuntimeDescription> {
    const { missing } = this.#supply;
    return answer(signal, () =>
      missing === undefined
        ? ok({ summary: `Networks in memory ${version}`, version, attributes: { version } })
        : err(fault('unavailable', missing, { remedy: 'do without' })),
    );
  }

  add(plan: NetworkPlan, signal: AbortSignal): Answer<AllocNetwork> {
    return answer(signal, () => {
      const id = `wharf-${plan.identity.attempt}` as InstanceId;
      const known = this.#host.networks.find(id)?.made;
      if (known !== undefined) return ok(known);
      const refused = this.#supply.refuse?.('add', id);
      if (refused !== undefined) return err(refused);
      this.#host.networks.remove(id);
      return this.#make(id, plan);
    });
  }

  inspect(id: InstanceId, signal: AbortSignal): Answer<AllocNetwork> {
    return answer(signal, () => {
      const made = this.#host.networks.find(id)?.made;
      return made === undefined ? err(notThere(id)) : ok(made);
    });
  }

  remove(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    return answer(signal, () => {
      const refused = this.#supply.refuse?.('remove', id);
      if (refused !== undefined) return err(refused);
      this.#host.networks.remove(id);
      return done;
    });
  }

  list(owner: OwnerId, signal: AbortSignal): Answer<readonly FoundNetwork[]> {
    return answer(signal, () =>
      ok(
        this.#host.networks
          .all()
          .map(({ id, plan }) => ({ id, identity: plan.identity }))
          .filter(({ identity }) => identity.owner === owner),
      ),
    );
  }

  survey(_: Thoroughness, signal: AbortSignal): Answer<readonly HostObject[]> {
    return answer(signal, () => ok(this.#host.networks.all().map(claimed)));
  }

  identify(id: InstanceId, signal: AbortSignal): Answer<HostObject> {
    return answer(signal, () => {
      const network = this.#host.networks.find(id);
      return network === undefined ? err(notThere(id)) : ok(claimed(network));
    });
  }

  published(signal: AbortSignal): Answer<readonly PublishedPort[]> {
    return answer(signal, () => ok(this.#host.networks.all().flatMap(({ plan }) => plan.ports)));
  }

  #make(id: InstanceId, plan: NetworkPlan): Result<AllocNetwork, RuntimeFault> {
    const refused = this.#refusal(plan);
    if (refused !== undefined) return err(refused);
    const namespace = this.#namespaceFor(plan.holderPid);
    if (!namespace.ok) return namespace;
    const addresses = plan.mode === 'none' ? ok([]) : this.#freeAddress();
    if (!addresses.ok) return addresses;
    const made: AllocNetwork = {
      id,
      identity: plan.identity,
      namespacePath: `/run/wharf/networks/${id}/ns`,
      namespace: namespace.value,
      addresses: addresses.value,
      dns: noAnswer,
    };
    this.#host.networks.put({ id, plan, made, createdAt: this.#host.clock.now() });
    return ok(made);
  }

  #refusal({ mode, ports }: NetworkPlan): RuntimeFault | undefined {
    const name = mode.startsWith('cni/') ? mode.slice('cni/'.length) : undefined;
    if (name !== undefined && this.#supply.names?.includes(name) !== true)
      return fault('not-found', `there is no CNI network "${name}"`);
    if (mode === 'none' && ports.length > 0)
      return fault('invalid-spec', `network "${mode}" publishes no ports of the host`);
    const others = this.#host.networks.all().flatMap(({ plan }) => plan.ports);
    const taken = [...others.map(({ hostPort }) => hostPort), ...(this.#supply.listened ?? [])];
    const port = ports.find(({ hostPort }) => taken.includes(hostPort));
    return port === undefined
      ? undefined
      : fault('conflict', `port ${port.hostPort.toString()} of the host is taken`);
  }

  #namespaceFor(holderPid: number | undefined): Result<NamespaceId, RuntimeFault> {
    if (holderPid === undefined) return ok(this.#host.networks.freshNamespace());
    const namespace = this.#host.namespaceOf(holderPid);
    return namespace === undefined
      ? err(fault('not-found', `there is no process ${holderPid.toString()}`))
      : ok(namespace);
  }

  #freeAddress(): Result<readonly NetworkAddress[], RuntimeFault> {
    const taken = this.#host.networks.all().flatMap(({ made }) => made?.addresses ?? []);
    for (let number = 0; number < (this.#supply.addresses ?? 1000); number++) {
      const place = number + 2;
      const address = `172.26.${(64 + Math.floor(place / 256)).toString()}.${(place % 256).toString()}`;
      if (!taken.some((other) => other.address === address)) return ok([{ interface: 'eth0', address }]);
    }
    return err(fault('conflict', 'no address is free'));
  }
}

const claimed = ({ id, createdAt, plan: { identity } }: MemoryNetwork): HostObject => {
  const { owner, kind, alloc, attempt } = identity;
  return { id, createdAt, claim: { by: 'labels', owner, kind, alloc, attempt } };
};

const notThere = (id: InstanceId): RuntimeFault => fault('not-found', `there is no network ${id}`);

/** What `act` says, unless the caller had given up before. */
const answer = <T>(signal: AbortSignal, act: () => Result<T, RuntimeFault>): Answer<T> =>
  Promise.resolve(signal.aborted ? err(fault('unavailable', 'given up before it was asked')) : act());
