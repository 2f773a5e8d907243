import { expect } from 'chai';

import { doing, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryAllocDirectories } from '../../../src/adapters/memory/memory-alloc-directories.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import { ClearAllocation } from '../../../src/app/services/clear-allocation.js';
import { PendingRemovals } from '../../../src/app/services/pending-removals.js';
import { fault, type RuntimeFaultKind } from '../../../src/domain/faults/runtime-fault.js';
import type { AllocId } from '../../../src/domain/model/ids.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { err } from '../../../src/domain/shared/result.js';
import { aTask } from '../../../src/testing/builders/a-job.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { type FaultScript, FaultyRuntime } from '../../support/faults/faulty-runtime.js';

const never = new AbortController().signal;
const policy = { settleMs: 20_000, directoriesMs: 3000, removalPeriodMs: 1000 };

/** Directories that can't be removed at first, and how many instances there were each time it was tried. */
class BusyDirectories extends MemoryAllocDirectories {
  readonly seen: number[] = [];
  readonly #host: MemoryHost;
  readonly #faults: RuntimeFaultKind[];

  constructor(host: MemoryHost, faults: readonly RuntimeFaultKind[]) {
    super();
    this.#host = host;
    this.#faults = [...faults];
  }

  override remove(alloc: AllocId): Answer<undefined> {
    this.seen.push(this.#host.all().length);
    const kind = this.#faults.shift();
    return kind === undefined ? super.remove(alloc) : Promise.resolve(err(fault(kind, 'a mount is in use')));
  }
}

async function scene(busy: readonly RuntimeFaultKind[], script: FaultScript = {}): Promise<Scene> {
  const clock = new ManualClock();
  const host = new MemoryHost(clock);
  const runtime = new FaultyRuntime(new MemoryRuntime<ProcessSpec>(host, () => doing(waitForEver)), script);
  const spec = aProcessSpec();
  const removals = new PendingRemovals(runtime, spec.identity.owner, clock, {
    periodMs: 1000,
    proofs: 2,
    patienceMs: 5000,
  });
  const directories = new BusyDirectories(host, busy);
  const clearing = new ClearAllocation({ directories, removals: [removals], clock, policy });
  await directories.create(spec.identity.alloc, [aTask()]);
  await runtime.create(spec, never);
  return { clock, host, spec, removals, directories, clearing };
}

interface Scene {
  readonly clock: ManualClock;
  readonly host: MemoryHost;
  readonly spec: ProcessSpec;
  readonly removals: PendingRemovals;
  readonly directories: BusyDirectories;
  readonly clearing: ClearAllocation;
}

describe('clearing an allocation', function () {
  it('removes the directories only once nothing is left that stands on them', async function () {
    const { clock, spec, removals, directories, clearing } = await scene([], {
      remove: [{ before: 'unavailable' }, { before: 'unavailable' }],
    });
    removals.add(spec.identity);
    expect(await clock.runUntil(clearing.clear(spec.identity.alloc))).to.deep.equal([]);
    expect(directories.seen).to.deep.equal([0]);
    expect(directories.paths).to.deep.equal([]);
  });

  it('keeps the directories of what does not go, and tells both', async function () {
    const { clock, spec, removals, directories, clearing } = await scene([], {
      remove: Array.from({ length: 99 }, () => ({ before: 'internal' })),
    });
    removals.add(spec.identity);
    const failures = await clock.runUntil(clearing.clear(spec.identity.alloc));
    expect(failures[0]?.remedy).to.include(`wharf.attempt=${spec.identity.attempt}`);
    expect(failures[1]?.message).to.include(`the directories of allocation ${spec.identity.alloc} stay`);
    expect(directories.seen).to.deep.equal([]);
    expect(clock.now()).to.equal(20_000);
  });

  it('does not wait for what is left of another allocation', async function () {
    const { clock, spec, removals, clearing } = await scene([], {
      list: Array.from({ length: 99 }, () => ({ before: 'unavailable' })),
    });
    removals.add(spec.identity);
    expect(await clearing.clear('other' as AllocId)).to.deep.equal([]);
    expect(clock.now()).to.equal(0);
    removals.close();
  });

  it('tries the directories again while a mount in them is in use', async function () {
    const { clock, spec, directories, clearing } = await scene(['conflict', 'conflict']);
    expect(await clock.runUntil(clearing.clear(spec.identity.alloc))).to.deep.equal([]);
    expect(directories.paths).to.deep.equal([]);
    expect(clock.now()).to.equal(2000);
  });

  it('gives the directories up after a while, and at once when trying again can not help', async function () {
    for (const [kind, tries] of [
      ['conflict', 4],
      ['permission-denied', 1],
    ] as const) {
      const { clock, spec, directories, clearing } = await scene(Array.from({ length: 9 }, () => kind));
      const failures = await clock.runUntil(clearing.clear(spec.identity.alloc));
      expect(failures.map(({ message }) => message)).to.deep.equal(['a mount is in use']);
      expect(directories.seen).to.have.length(tries);
    }
  });
});
