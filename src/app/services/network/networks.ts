import { fault } from '../../../domain/faults/runtime-fault.js';
import type { Allocation } from '../../../domain/model/allocation.js';
import type { AllocNetwork, JoinedNetwork } from '../../../domain/model/group-network.js';
import type { HostFacts } from '../../../domain/model/host.js';
import type { AllocId, AttemptToken, InstanceId, OwnerId } from '../../../domain/model/ids.js';
import type { TaskGroup } from '../../../domain/model/job.js';
import type { Instance } from '../../../domain/model/instance.js';
import { holderSpec } from '../../../domain/network/holder-spec.js';
import { groupTask, networkPlan } from '../../../domain/network/network-plan.js';
import { needsHolder } from '../../../domain/network/task-network.js';
import type { Ids } from '../../../domain/ports/ids.js';
import type { FoundNetwork, NetworkProvisioner } from '../../../domain/ports/network-provisioner.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import type { TaskDriver } from '../../../domain/ports/task-driver.js';
import { err, ok } from '../../../domain/shared/result.js';
import { describeLeftover, type PendingRemovals } from '../pending-removals.js';
import { steadfast } from '../steadfast.js';
import type { Holders } from './holders.js';

export interface NetworksParts {
  readonly provisioner: NetworkProvisioner;
  /** Undefined where nothing runs containers. */
  readonly holders: Holders | undefined;
  /** Those of networks. */
  readonly removals: PendingRemovals;
  readonly drivers: ReadonlyMap<string, TaskDriver>;
  readonly host: HostFacts;
  readonly owner: OwnerId;
  readonly ids: Ids;
}

/** For which allocation a network is, and which ports of the host lead there, by their keys. */
export interface NetworkSite {
  readonly allocation: Allocation;
  readonly ports: Readonly<Record<string, number>>;
}

/** A network that is there, with the container that keeps its namespace where one does. */
export interface MadeNetwork {
  readonly token: AttemptToken;
  readonly network: AllocNetwork;
  readonly holder: InstanceId | undefined;
}

/** Makes the networks of groups, each with its holder, and finds them again. */
export class Networks {
  readonly #parts: NetworksParts;

  constructor(parts: NetworksParts) {
    this.#parts = parts;
  }

  /** Makes one beside nothing that is left of those before it: `conflict` when that does not go in time. */
  async make(site: NetworkSite, cancel: AbortSignal): Answer<MadeNetwork> {
    const { removals, ids } = this.#parts;
    const alloc = site.allocation.id;
    const [leftover] = await removals.settleTask({ alloc, task: groupTask }, cancel);
    if (leftover !== undefined)
      return err(cancel.aborted ? givenUp : { kind: 'conflict', ...describeLeftover(leftover) });
    const token = ids.attempt();
    const made = await this.#makeWhole(site, token, cancel);
    if (!made.ok) this.discard(alloc, token);
    return made;
  }

  /** What there is of an allocation's networks; none that is not whole, for nothing can join it. */
  async find({ id: alloc, group }: Allocation, signal: AbortSignal): Answer<Found> {
    const { provisioner, holders, owner } = this.#parts;
    const needsOne = this.#needsHolder(group);
    const [networks, kept] = await Promise.all([
      provisioner.list(owner, signal),
      needsOne ? (holders?.of(alloc, signal) ?? noHolders) : noHolders,
    ]);
    if (!networks.ok) return networks;
    if (!kept.ok) return kept;
    const own = networks.value.filter(({ identity }) => identity.alloc === alloc);
    const made = await this.#firstWhole(own, needsOne ? kept.value : undefined, signal);
    if (!made.ok) return made;
    const tokens = new Set([...own, ...kept.value].map(({ identity }) => identity.attempt));
    return ok({
      made: made.value,
      stale: [...tokens].filter((token) => token !== made.value?.token),
    });
  }

  /** `holders` are undefined where none is needed. */
  async #firstWhole(
    found: readonly FoundNetwork[],
    holders: readonly Instance[] | undefined,
    signal: AbortSignal,
  ): Answer<MadeNetwork | undefined> {
    for (const { id, identity } of found) {
      const holder = holders?.find((one) => one.identity.attempt === identity.attempt && mayRun(one));
      if (holders !== undefined && holder === undefined) continue;
      if (holder?.state.phase === 'unknown') return err(fault('unavailable', holder.state.why));
      const seen = await this.#parts.provisioner.inspect(id, signal);
      if (seen.ok) return ok({ token: identity.attempt, network: seen.value, holder: holder?.id });
      if (seen.error.kind !== 'not-found') return seen;
    }
    return ok(undefined);
  }

  /** Whether tasks can still join it. What can't be told just now counts as a yes. */
  async isWhole({ network, holder }: MadeNetwork): Promise<boolean> {
    const seen = await this.#parts.provisioner.inspect(network.id, steadfast());
    if (!seen.ok && seen.error.kind === 'not-found') return false;
    if (holder === undefined) return true;
    const kept = await this.#parts.holders?.inspect(holder, steadfast());
    if (kept === undefined || (!kept.ok && kept.error.kind !== 'not-found')) return true;
    return kept.ok && mayRun(kept.value);
  }

  /** Resolves once its holder has ended, or `signal` aborts; never where none is needed. */
  async lost({ holder }: MadeNetwork, signal: AbortSignal): Promise<void> {
    if (holder === undefined || this.#parts.holders === undefined) await aborted(signal);
    else await this.#parts.holders.ended(holder, signal);
  }

  /** Takes it off the host once nobody is in it; what can't be taken just now is, later. */
  async unmake(alloc: AllocId, { token, network, holder }: MadeNetwork): Promise<void> {
    const { provisioner, holders } = this.#parts;
    const removed = await provisioner.remove(network.id, steadfast());
    const unheld = holder === undefined ? undefined : await holders?.remove(holder);
    if (!removed.ok || unheld?.ok === false) this.discard(alloc, token);
  }

  /** Has taken off the host what carries the token, or comes to. */
  discard(alloc: AllocId, attempt: AttemptToken): void {
    const leftover = { alloc, task: groupTask, attempt };
    this.#parts.removals.add(leftover);
    this.#parts.holders?.discard(leftover);
  }

  async #makeWhole(site: NetworkSite, attempt: AttemptToken, cancel: AbortSignal): Answer<MadeNetwork> {
    const { provisioner, host, ids } = this.#parts;
    const plan = networkPlan({ ...site, host, attempt }, (content) => ids.specHash(content));
    if (plan === undefined) return err(fault('internal', 'a group in the network of its host needs none'));
    const holder = await this.#hold(site, attempt, cancel);
    if (!holder.ok) return holder;
    const network = await provisioner.add({ ...plan, holderPid: holder.value?.pid }, steadfast());
    if (!network.ok) return network;
    // The pid may have been another's by the time that it was looked at.
    if (holder.value !== undefined && !(await this.#stillRuns(holder.value)))
      return err(fault('unavailable', "the holder of the group's network ended while that was made"));
    if (cancel.aborted) return err(givenUp);
    return ok({ token: attempt, network: network.value, holder: holder.value?.id });
  }

  async #hold(
    { allocation }: NetworkSite,
    attempt: AttemptToken,
    cancel: AbortSignal,
  ): Answer<Held | undefined> {
    const { holders, host, ids } = this.#parts;
    if (!this.#needsHolder(allocation.group)) return ok(undefined);
    if (holders === undefined) return err(fault('unsupported', 'nothing here runs containers'));
    const spec = holderSpec({ allocation, host, attempt }, holders.imageName, (content) =>
      ids.specHash(content),
    );
    const started = await holders.start(spec, cancel);
    if (!started.ok) return started;
    const { id, state } = started.value;
    return state.phase === 'running'
      ? ok({ id, pid: state.pid })
      : err(fault('unavailable', "the holder of the group's network did not stay"));
  }

  async #stillRuns({ id, pid }: Held): Promise<boolean> {
    const seen = await this.#parts.holders?.inspect(id, steadfast());
    return seen?.ok === true && seen.value.state.phase === 'running' && seen.value.state.pid === pid;
  }

  #needsHolder(group: TaskGroup): boolean {
    return needsHolder(group, (driver) => this.#parts.drivers.get(driver)?.capabilities);
  }
}

export interface Found {
  readonly made: MadeNetwork | undefined;
  /** Tokens of what else of them is there. */
  readonly stale: readonly AttemptToken[];
}

interface Held {
  readonly id: InstanceId;
  readonly pid: number;
}

export const joinedNetwork = ({ network, holder }: MadeNetwork): JoinedNetwork => {
  const { namespacePath, namespace, addresses } = network;
  return { namespacePath, namespace, addresses, holder };
};

const noHolders = Promise.resolve(ok<readonly Instance[]>([]));
const givenUp = fault('unavailable', 'the network is no longer wanted');

/** What a sick runtime can't tell of one is no proof that it has ended. */
const mayRun = ({ state: { phase } }: Instance): boolean => phase === 'running' || phase === 'unknown';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
