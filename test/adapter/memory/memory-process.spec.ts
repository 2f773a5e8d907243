import { expect } from 'chai';

import {
  type Behaviour,
  doing,
  exit,
  print,
  wait,
  waitForEver,
} from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { InstanceState } from '../../../src/domain/model/instance.js';
import type { SignalName } from '../../../src/domain/model/signals.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { valueOf } from '../../../src/testing/expect-result.js';

describe('an instance in memory', function () {
  const never = new AbortController().signal;

  async function started(behaviour: Behaviour): Promise<{
    readonly clock: ManualClock;
    readonly signal: (name: SignalName) => Promise<unknown>;
    readonly state: () => Promise<InstanceState>;
  }> {
    const clock = new ManualClock();
    const runtime = new MemoryRuntime(new MemoryHost(clock), () => behaviour);
    const id: InstanceId = valueOf(await runtime.create(aProcessSpec(), never));
    valueOf(await runtime.start(id, never));
    return {
      clock,
      signal: (name) => runtime.signal(id, name, never),
      state: async () => valueOf(await runtime.inspect(id, never)).state,
    };
  }

  it('takes the time that it is told to', async function () {
    const { clock, state } = await started(doing(wait(100), print('x'), wait(50), exit(7)));
    await clock.advance(149);
    expect(await state()).to.have.property('phase', 'running');
    await clock.advance(1);
    expect(await state()).to.deep.equal({
      phase: 'exited',
      exit: { kind: 'code', code: 7, oom: false },
      startedAt: 0,
      finishedAt: 150,
    });
  });

  it('may take its time to end on a signal', async function () {
    const { clock, signal, state } = await started({
      steps: [waitForEver],
      traps: { SIGTERM: [wait(1000), exit(3)] },
    });
    await signal('SIGTERM');
    await clock.advance(999);
    expect(await state()).to.have.property('phase', 'running');
    await clock.advance(1);
    expect(await state()).to.have.nested.property('exit.code', 3);
  });

  for (const name of ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1'] as const)
    it(`is ended by ${name} that it does not trap`, async function () {
      const { signal, state } = await started(doing(wait(1000)));
      await signal(name);
      expect(await state()).to.have.deep.property('exit', { kind: 'signal', signal: name, oom: false });
    });

  for (const name of ['SIGCHLD', 'SIGCONT', 'SIGWINCH', 'SIGURG'] as const)
    it(`is not ended by ${name}`, async function () {
      const { signal, state } = await started(doing(waitForEver));
      await signal(name);
      expect(await state()).to.have.property('phase', 'running');
    });

  it('ends once, whatever comes at the same time', async function () {
    const { clock, signal, state } = await started({
      steps: [wait(10), exit(1)],
      traps: { SIGTERM: [exit(2)] },
    });
    await signal('SIGTERM');
    await signal('SIGKILL');
    await clock.advance(100);
    expect(await state()).to.have.nested.property('exit.code', 2);
  });
});
