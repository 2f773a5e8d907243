import type { PublishedPort } from '../model/container-spec.js';
import type { AllocNetwork, NetworkPlan } from '../model/group-network.js';
import type { HostObject, Thoroughness } from '../model/host-object.js';
import type { Identity } from '../model/identity.js';
import type { InstanceId, OwnerId } from '../model/ids.js';
import type { RuntimeDescription } from '../model/instance.js';
import type { Answer } from './runtime.js';

/** A network of which something is on the host, or may be. */
export interface FoundNetwork {
  readonly id: InstanceId;
  readonly identity: Identity;
}

/**
 * Makes the networks of allocations, and takes them off the host.
 *
 * It neither retries nor waits for convergence, answers and never rejects; a call whose `signal` aborts answers at once,
 * as those of a runtime do, and every call ends within a bound of its own. Any number of calls may be made at the same
 * time.
 */
export interface NetworkProvisioner {
  /** What makes the networks. `unavailable`, with a remedy, when it can't be used. Reads only. */
  describe(signal: AbortSignal): Answer<RuntimeDescription>;

  /**
   * Makes a network; what identifies it is durable before anything else of it is on the host. A plan that was added
   * before, and not removed, is answered with what was made then. `not-found` when there is no network of that name, or
   * no process of that pid; `invalid-spec` when the network refuses the plan; `conflict` when a port of the host is
   * taken, or no address is free. Whatever the fault, except `outcome-unknown` and `internal`, nothing new is left on the
   * host.
   */
  add(plan: NetworkPlan, signal: AbortSignal): Answer<AllocNetwork>;

  /**
   * The network as it was made. `not-found` when it isn't there, was not made to its end, or its namespace isn't there any
   * more.
   */
  inspect(id: InstanceId, signal: AbortSignal): Answer<AllocNetwork>;

  /**
   * Takes all of it off the host: its address is free again, and no link, rule, lease or namespace of it is left; processes
   * in the namespace are not touched. Succeeds when it isn't there. A fault as long as a look at the host shows something of
   * it; asked again, it goes on with what is left.
   */
  remove(id: InstanceId, signal: AbortSignal): Answer<undefined>;

  /** All networks of one owner, made to their end or not. Never one of another owner. */
  list(owner: OwnerId, signal: AbortSignal): Answer<readonly FoundNetwork[]>;

  /** All networks that are there, whose ever they are; see the runtime's `survey`. */
  survey(thoroughness: Thoroughness, signal: AbortSignal): Answer<readonly HostObject[]>;

  /** What a survey tells of one, looked at anew; `not-found` when it isn't there. */
  identify(id: InstanceId, signal: AbortSignal): Answer<HostObject>;

  /** The ports of the host that networks publish, by whoever was asked for them. */
  published(signal: AbortSignal): Answer<readonly PublishedPort[]>;
}
