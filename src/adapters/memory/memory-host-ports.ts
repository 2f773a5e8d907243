import { fault } from '../../domain/faults/runtime-fault.js';
import type { PublishedPort } from '../../domain/model/container-spec.js';
import type { Port } from '../../domain/model/job.js';
import { portKey } from '../../domain/model/port.js';
import type { ChosenPorts, HostPorts } from '../../domain/ports/host-ports.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';

/** A host on which every port is free but for those that are said to be taken; dynamic ones are given out in turn. */
export class MemoryHostPorts implements HostPorts {
  readonly #taken: readonly number[];
  #next = 20_000;

  constructor(taken: readonly number[] = []) {
    this.#taken = taken;
  }

  choose(
    allocations: readonly (readonly Port[])[],
    used: readonly PublishedPort[],
  ): Answer<readonly ChosenPorts[]> {
    const reserved = new Set([...this.#taken, ...used.map(({ hostPort }) => hostPort)]);
    for (const { label, static: fixed } of allocations.flat()) {
      if (fixed === undefined) continue;
      if (reserved.has(fixed))
        return Promise.resolve(err(fault('conflict', `port ${fixed.toString()} for "${label}" is taken`)));
      reserved.add(fixed);
    }
    return Promise.resolve(ok(allocations.map((ports) => this.#chooseFor(ports, reserved))));
  }

  #chooseFor(ports: readonly Port[], reserved: ReadonlySet<number>): ChosenPorts {
    return Object.fromEntries(ports.map((port) => [portKey(port), port.static ?? this.#nextBut(reserved)]));
  }

  #nextBut(reserved: ReadonlySet<number>): number {
    while (reserved.has(this.#next)) this.#next++;
    return this.#next++;
  }
}
