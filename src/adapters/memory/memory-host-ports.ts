import type { Port } from '../../domain/model/job.js';
import type { HostPorts } from '../../domain/ports/host-ports.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { ok } from '../../domain/shared/result.js';

/** A host on which every port is free; the dynamic ones are given out in turn. */
export class MemoryHostPorts implements HostPorts {
  #next = 20_000;

  choose(ports: readonly Port[]): Answer<Readonly<Record<string, number>>> {
    const chosen = ports.map((port) => [port.label, port.static ?? this.#next++]);
    return Promise.resolve(ok(Object.fromEntries(chosen) as Readonly<Record<string, number>>));
  }
}
