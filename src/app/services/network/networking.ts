import { isOwnNetwork } from '../../../domain/model/group-network.js';
import { AllocationNetwork, type AllocationNetworkParts } from './allocation-network.js';
import { type GroupNetworking, hostNetworking } from './group-network.js';
import type { NetworkSite } from './networks.js';

/** Gives each allocation what its group asks for: a network of its own, or nothing to join. */
export class Networking {
  readonly #parts: AllocationNetworkParts;

  constructor(parts: AllocationNetworkParts) {
    this.#parts = parts;
  }

  of(site: NetworkSite): GroupNetworking {
    const { mode } = site.allocation.group.network;
    return isOwnNetwork(mode) ? new AllocationNetwork(site, this.#parts) : hostNetworking;
  }
}
