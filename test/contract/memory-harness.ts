import type { Script } from '../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../src/adapters/memory/memory-host.js';
import type { NamedSpec } from '../../src/adapters/memory/memory-instance.js';
import { MemoryRuntime } from '../../src/adapters/memory/memory-runtime.js';
import { fault } from '../../src/domain/faults/runtime-fault.js';
import type { Runtime } from '../../src/domain/ports/runtime.js';
import type { Deed } from '../support/deeds/deed.js';
import { memoryBehaviour } from '../support/deeds/memory-behaviour.js';
import type { RuntimeHarness, RuntimeTraits } from './runtime-harness.js';

export interface DeedSpec extends NamedSpec {
  /** Undefined: it names something that is not there. */
  readonly deed: Deed | undefined;
}

export const memoryTraits: RuntimeTraits = {
  realProcesses: false,
  endsLastLine: false,
  remote: false,
  boundMs: 1000,
};

const script: Script<DeedSpec> = ({ deed }) =>
  deed === undefined
    ? { refuse: 'create', fault: fault('not-found', 'something is not there') }
    : memoryBehaviour(deed);

/** `wrap` decorates the runtime that is judged. */
export function memoryHarness(
  wrap: (runtime: Runtime<DeedSpec>) => Runtime<DeedSpec> = (runtime) => runtime,
): RuntimeHarness<DeedSpec> {
  const host = new MemoryHost(new ManualClock(1_700_000_000_000));
  const make = (): Runtime<DeedSpec> => wrap(new MemoryRuntime(host, script));
  const nameOf = ({ identity }: { identity: NamedSpec['identity'] }): string =>
    `${identity.task}-${identity.attempt}`;
  return {
    subject: make(),
    restarted: make,
    unresponsive: () => Promise.reject(new Error('a host in memory always answers')),
    spec: ({ identity, deed }) => ({ identity, deed, name: nameOf({ identity }) }),
    specNamingAbsent: (identity) => ({ identity, deed: undefined, name: nameOf({ identity }) }),
    plantForeign() {
      host.plantForeign('foreign');
      return Promise.resolve({ isUntouched: () => Promise.resolve(host.hasForeign('foreign')) });
    },
    leftovers: (owner) =>
      Promise.resolve(
        host
          .all()
          .filter(({ identity }) => identity.owner === owner)
          .map(({ id }) => id),
      ),
    now: () => host.clock.now(),
    dispose: () => Promise.resolve(),
  };
}
