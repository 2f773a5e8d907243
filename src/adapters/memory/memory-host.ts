import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type { InstanceHint } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import { Bell } from './bell.js';
import type { Behaviour, Refusal } from './behaviour.js';
import { MemoryInstance, type NamedSpec } from './memory-instance.js';

interface Watcher {
  readonly owner: OwnerId;
  readonly hinted: Set<InstanceId>;
  readonly bell: Bell;
}

/** What there is: the instances of all owners. Several runtimes may look at one host, as after a restart. */
export class MemoryHost {
  readonly clock: Clock;
  readonly #instances = new Map<InstanceId, MemoryInstance>();
  readonly #foreign = new Set<string>();
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
    const berth = { clock: this.clock, number: 1000 + this.#made, onChange };
    const instance = new MemoryInstance(spec, scripted, berth);
    this.#instances.set(instance.id, instance);
    this.#hint(instance);
    return instance;
  }

  remove(instance: MemoryInstance): void {
    this.#instances.delete(instance.id);
    instance.kill();
    this.#hint(instance);
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

  #hint({ id, identity }: MemoryInstance): void {
    for (const { owner, hinted, bell } of this.#watchers) {
      if (owner !== identity.owner) continue;
      hinted.add(id);
      bell.ring();
    }
  }
}
