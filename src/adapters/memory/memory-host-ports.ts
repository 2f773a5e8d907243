import { fault } from '../../domain/faults/runtime-fault.js';
import type { Port } from '../../domain/model/job.js';
import type { HostPorts } from '../../domain/ports/host-ports.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';

/** A host on which every port is free but for those that are said to be taken; dynamic ones are given out in turn. */
export class MemoryHostPorts implements HostPorts {
  readonly #taken: readonly number[];
  #next = 20_000;

  constructor(taken: readonly number[] = []) {
    this.#taken = taken;
  }

  choose(ports: readonly Port[]): Answer<Readonly<Record<string, number>>> {
    const lost = ports.find((port) => port.static !== undefined && this.#taken.includes(port.static));
    if (lost !== undefined)
      return Promise.resolve(
        err(fault('conflict', `port ${String(lost.static)} for "${lost.label}" is taken`)),
      );
    const chosen = ports.map((port) => [port.label, port.static ?? this.#next++]);
    return Promise.resolve(ok(Object.fromEntries(chosen) as Readonly<Record<string, number>>));
  }
}
