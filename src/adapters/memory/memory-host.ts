import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type { InstanceHint } from '../../domain/model/instance.js';
import type { Clock } from '../../domain/ports/clock.js';
import { Bell } from './bell.js';
import type { MemoryInstance } from './memory-instance.js';

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

  /** A number that no other instance of this host has had; also serves as its pid. */
  nextNumber(): number {
    this.#made += 1;
    return 1000 + this.#made;
  }

  add(instance: MemoryInstance): void {
    this.#instances.set(instance.id, instance);
    this.hint(instance);
  }

  remove(instance: MemoryInstance): void {
    this.#instances.delete(instance.id);
    instance.kill();
    this.hint(instance);
  }

  hint({ id, identity }: MemoryInstance): void {
    for (const { owner, hinted, bell } of this.#watchers) {
      if (owner !== identity.owner) continue;
      hinted.add(id);
      bell.ring();
    }
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
}
