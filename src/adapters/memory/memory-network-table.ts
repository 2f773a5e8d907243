import type { AllocNetwork, NamespaceId, NetworkPlan } from '../../domain/model/group-network.js';
import type { InstanceId, Instant } from '../../domain/model/ids.js';

/** The namespace that everything is in that has none of its own. */
export const hostNamespace = '4026531840' as NamespaceId;

export interface MemoryNetwork {
  readonly id: InstanceId;
  readonly createdAt: Instant;
  readonly plan: NetworkPlan;
  /** Undefined while it is half made. */
  readonly made: AllocNetwork | undefined;
}

/** What a host in memory has of networks: namespaces, and where they are kept. */
export class MemoryNetworkTable {
  readonly #networks = new Map<InstanceId, MemoryNetwork>();
  #namespaces = 0;

  /** A namespace that nothing is in yet. */
  freshNamespace(): NamespaceId {
    this.#namespaces += 1;
    return (4026532000 + this.#namespaces).toString();
  }

  /** What a path leads to; undefined when no namespace is kept there. */
  keptAt(path: string): NamespaceId | undefined {
    return this.all().find(({ made }) => made?.namespacePath === path)?.made?.namespace;
  }

  all(): readonly MemoryNetwork[] {
    return [...this.#networks.values()];
  }

  find(id: InstanceId): MemoryNetwork | undefined {
    return this.#networks.get(id);
  }

  put(network: MemoryNetwork): void {
    this.#networks.set(network.id, network);
  }

  remove(id: InstanceId): void {
    this.#networks.delete(id);
  }

  /** As a host does that was booted, or somebody who unmounts things: its namespace is gone. Without effect when it isn't there. */
  lose(id: InstanceId): void {
    const network = this.#networks.get(id);
    if (network !== undefined) this.#networks.set(id, { ...network, made: undefined });
  }
}
