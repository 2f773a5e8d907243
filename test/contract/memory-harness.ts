import type { Script } from '../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../src/adapters/memory/memory-host.js';
import type { NamedSpec } from '../../src/adapters/memory/memory-instance.js';
import { MemoryRuntime } from '../../src/adapters/memory/memory-runtime.js';
import { fault } from '../../src/domain/faults/runtime-fault.js';
import { type Claim, labelClaim } from '../../src/domain/model/host-object.js';
import type { InstanceId } from '../../src/domain/model/ids.js';
import type { Runtime } from '../../src/domain/ports/runtime.js';
import { aHostObject, ourLabels } from '../support/builders/a-host-object.js';
import type { Deed } from '../../src/testing/deeds/deed.js';
import { memoryBehaviour } from '../../src/testing/deeds/memory-behaviour.js';
import { memoryWords } from '../../src/testing/deeds/memory-command.js';
import type { RuntimeHarness, RuntimeTraits } from '../../src/testing/contract/runtime-harness.js';

export interface DeedSpec extends NamedSpec {
  /** Undefined: it names something that is not there. */
  readonly deed: Deed | undefined;
}

export const memoryTraits: RuntimeTraits = {
  realProcesses: false,
  endsLastLine: false,
  remote: false,
  shared: true,
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
    command: (deed) => memoryWords(deed),
    specNamingAbsent: (identity) => ({ identity, deed: undefined, name: nameOf({ identity }) }),
    plantForeign() {
      host.plantForeign('foreign');
      return Promise.resolve({ isUntouched: () => Promise.resolve(host.hasForeign('foreign')) });
    },
    plantLabelled(labels) {
      const claim = labelClaim(labels) ?? { by: 'likeness', environment: {}, mounts: [] };
      return Promise.resolve(plant(host, claim));
    },
    plantUnlabelled({ name, value }, places) {
      const mounts = places.map((target) => ({ source: `/srv${target}`, target }));
      const id = plant(host, { by: 'likeness', environment: { [name]: value }, mounts });
      return Promise.resolve({ id, mounts });
    },
    plantLookedAt(then) {
      const id = plant(host, ourLabels());
      if (then === 'fails') host.hide(id);
      else host.remove(id);
      return Promise.resolve(make());
    },
    cutShort: () => Promise.reject(new Error('a host in memory always answers in full')),
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

function plant(host: MemoryHost, claim: Claim): InstanceId {
  const object = aHostObject({ createdAt: host.clock.now(), claim });
  host.plant(object);
  return object.id;
}
