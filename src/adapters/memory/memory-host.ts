import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import {
  type Claim,
  hasTaskMounts,
  type HostObject,
  type Thoroughness,
} from '../../domain/model/host-object.js';
import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type { InstanceHint } from '../../domain/model/instance.js';
import type { NamespaceId } from '../../domain/model/group-network.js';
import type { Clock } from '../../domain/ports/clock.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { Bell } from './bell.js';
import type { Behaviour, Refusal } from './behaviour.js';
import { MemoryInstance, type NamedSpec } from './memory-instance.js';
import { hostNamespace, MemoryNetworkTable } from './memory-network-table.js';

interface Watcher {
  readonly owner: OwnerId;
  readonly hinted: Set<InstanceId>;
  readonly bell: Bell;
}

/** What there is: the instances of all owners. Several runtimes may look at one host, as after a restart. */
export class MemoryHost {
  readonly clock: Clock;
  readonly networks = new MemoryNetworkTable();
  readonly #instances = new Map<InstanceId, MemoryInstance>();
  readonly #foreign = new Set<string>();
  readonly #planted = new Map<InstanceId, HostObject>();
  readonly #hidden = new Set<InstanceId>();
  readonly #watchers = new Set<Watcher>();
  #made = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Puts something that is nobody's on the host; it takes up a name. */
  plantForeign(name: string): void {
    this.#foreign.add(name);
  }

  hasForeign(name: string): boolean {
    return this.#foreign.has(name);
  }

  /** Puts something on the host that no runtime in memory made, and that says by itself whose it is. */
  plant(object: HostObject): void {
    this.#planted.set(object.id, object);
  }

  /** From now on no look at this object succeeds. */
  hide(id: InstanceId): void {
    this.#hidden.add(id);
  }

  isTaken(name: string): boolean {
    return this.#foreign.has(name) || this.all().some((instance) => instance.name === name);
  }

  all(): readonly MemoryInstance[] {
    return [...this.#instances.values()];
  }

  find(id: InstanceId): MemoryInstance | undefined {
    return this.#instances.get(id);
  }

  add(spec: NamedSpec, scripted: Behaviour | Refusal): MemoryInstance {
    this.#made += 1;
    const onChange = (changed: MemoryInstance): void => this.#hint(changed);
    const network = this.#namespaceFor(spec.network);
    const berth = { clock: this.clock, number: 1000 + this.#made, network, onChange };
    const instance = new MemoryInstance(spec, scripted, berth);
    this.#instances.set(instance.id, instance);
    this.#hint(instance);
    return instance;
  }

  /** Without effect when it isn't there. */
  remove(id: InstanceId): void {
    this.#planted.delete(id);
    const instance = this.#instances.get(id);
    if (instance === undefined) return;
    this.#instances.delete(id);
    instance.kill();
    this.#hint(instance);
  }

  /** Of what tells whose it is; a thorough one of all that was planted. */
  survey(thoroughness: Thoroughness): Result<readonly HostObject[], RuntimeFault> {
    const planted = [...this.#planted.values()].filter(
      ({ claim }) => thoroughness === 'thorough' || saysSomething(claim),
    );
    const objects = [...this.all().map((instance) => instance.claimed()), ...planted];
    const hidden = objects.find(({ id }) => this.#hidden.has(id));
    return hidden === undefined ? ok(objects) : err(unseen(hidden.id));
  }

  identify(id: InstanceId): Result<HostObject, RuntimeFault> {
    if (this.#hidden.has(id)) return err(unseen(id));
    const object = this.#instances.get(id)?.claimed() ?? this.#planted.get(id);
    return object === undefined ? err(absent(id)) : ok(object);
  }

  async *watch(owner: OwnerId, signal: AbortSignal): AsyncGenerator<InstanceHint, void, undefined> {
    const watcher: Watcher = { owner, hinted: new Set(), bell: new Bell() };
    this.#watchers.add(watcher);
    try {
      for (; !signal.aborted; await watcher.bell.heard(signal))
        for (const id of watcher.hinted) {
          watcher.hinted.delete(id);
          yield { id };
        }
    } finally {
      this.#watchers.delete(watcher);
    }
  }

  /** Of a process that runs; undefined when none of that pid does. */
  namespaceOf(pid: number): NamespaceId | undefined {
    return this.all().find(({ number, isRunning }) => number === pid && isRunning)?.network;
  }

  /** Engines give each container one of its own, unless it is told to be elsewhere; processes are in the host's. */
  #namespaceFor(wish: NamedSpec['network']): NamespaceId {
    if (wish === undefined || wish.mode === 'host') return hostNamespace;
    if (wish.path !== undefined) return this.networks.keptAt(wish.path) ?? hostNamespace;
    const joined = /^container:(.*)$/.exec(wish.mode ?? '')?.[1] as InstanceId | undefined;
    return (joined && this.find(joined)?.network) ?? this.networks.freshNamespace();
  }

  #hint({ id, identity }: MemoryInstance): void {
    for (const { owner, hinted, bell } of this.#watchers) {
      if (owner !== identity.owner) continue;
      hinted.add(id);
      bell.ring();
    }
  }
}

export const absent = (id: InstanceId): RuntimeFault => fault('not-found', `there is no instance ${id}`);

const unseen = (id: InstanceId): RuntimeFault => fault('unavailable', `${id} can not be looked at`);

const saysSomething = (claim: Claim): boolean => claim.by === 'labels' || hasTaskMounts(claim.mounts);
