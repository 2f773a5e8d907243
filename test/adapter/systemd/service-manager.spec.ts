import { expect } from 'chai';

import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { takeNotifyVariables } from '../../../src/adapters/systemd/notify-variables.js';
import { ServiceManager } from '../../../src/adapters/systemd/service-manager.js';
import type { Clock } from '../../../src/domain/ports/clock.js';
import { done } from '../../../src/domain/shared/result.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { faultOf } from '../../../src/testing/expect-result.js';
import { aNotifyListener, type NotifyListener } from '../../support/systemd/notify-listener.js';

describe('the service manager', () => {
  let listener: NotifyListener;
  let clock: ManualClock;
  let notes: string[];
  let sleeping: number;
  const own = process.pid.toString();

  const manager = (
    watchdogMs: number | undefined,
    over: { socket?: string; program?: string } = {},
  ): ServiceManager => {
    const { socket = listener.socket, ...rest } = over;
    const diagnostics = { note: (_level: string, message: string) => void notes.push(message) };
    const counted: Clock = {
      now: () => clock.now(),
      steady: () => clock.steady(),
      sleep: async (ms, signal) => {
        sleeping += 1;
        await clock.sleep(ms, signal);
        sleeping -= 1;
      },
    };
    return new ServiceManager({ socket, watchdogMs }, { clock: counted, diagnostics, ...rest });
  };

  beforeEach(async () => {
    listener = await aNotifyListener();
    clock = new ManualClock();
    notes = [];
    sleeping = 0;
  });

  afterEach(() => listener.close());

  it('is told once that the process is ready, and that it stops, by the process itself', async () => {
    const told = manager(undefined);
    expect(await told.ready()).to.deep.equal(done);
    expect(await told.stopping()).to.deep.equal(done);
    await eventually(() => listener.heard().length === 2);
    expect(listener.heard()).to.deep.equal([`${own} READY=1`, `${own} STOPPING=1`]);
  });

  it('hears twice in its time that the process is well, until that ends', async () => {
    const end = new AbortController();
    const kept = manager(2000).keepAlive(() => true, end.signal);
    for (let times = 1; times <= 3; times++) {
      await eventually(() => listener.heard().length === times && sleeping === 1);
      await clock.advance(999);
      expect(listener.heard()).to.have.length(times);
      await clock.advance(1);
    }
    await eventually(() => listener.heard().length === 4 && sleeping === 1);
    end.abort();
    await within(1000, kept);
    expect(new Set(listener.heard())).to.deep.equal(new Set([`${own} WATCHDOG=1`]));
  });

  it('does not hear that the process is well when it is not', async () => {
    const end = new AbortController();
    let isWell = false;
    const kept = manager(2000).keepAlive(() => isWell, end.signal);
    await eventually(() => sleeping === 1);
    await clock.advance(1000);
    await eventually(() => sleeping === 1);
    expect(listener.heard()).to.deep.equal([]);
    isWell = true;
    await clock.advance(1000);
    await eventually(() => listener.heard().length === 1);
    end.abort();
    await within(1000, kept);
  });

  it('hears nothing of it when it does not want to', async () => {
    await within(
      1000,
      manager(undefined).keepAlive(() => true, new AbortController().signal),
    );
    expect(listener.heard()).to.deep.equal([]);
  });

  for (const [what, over] of [
    ['it is gone', { socket: '/nonexistent/notify' }],
    ['its program is missing', { program: 'wharf-no-such-program' }],
  ] as const)
    it(`says that it can not be told when ${what}`, async () => {
      expect(faultOf(await manager(1000, over).ready())).to.equal('unavailable');
      const end = new AbortController();
      const kept = manager(1000, over).keepAlive(() => true, end.signal);
      await eventually(() => sleeping === 1);
      expect(notes).to.have.length(1);
      end.abort();
      await within(1000, kept);
    });
});

describe('what a service manager tells a process', () => {
  it('is taken out of the environment', () => {
    const environment = {
      NOTIFY_SOCKET: '/run/n',
      WATCHDOG_USEC: '3000000',
      WATCHDOG_PID: '7',
      PATH: '/bin',
    };
    expect(takeNotifyVariables(environment, 7)).to.deep.equal({ socket: '/run/n', watchdogMs: 3000 });
    expect(environment).to.deep.equal({ PATH: '/bin' });
  });

  for (const [what, environment, read] of [
    ['nothing', {}, undefined],
    ['an empty socket', { NOTIFY_SOCKET: '', WATCHDOG_USEC: '1' }, undefined],
    ['no watchdog', { NOTIFY_SOCKET: '@n' }, { socket: '@n', watchdogMs: undefined }],
    [
      'a watchdog that is none',
      { NOTIFY_SOCKET: '@n', WATCHDOG_USEC: 'x' },
      { socket: '@n', watchdogMs: undefined },
    ],
    [
      'a watchdog for another',
      { NOTIFY_SOCKET: '@n', WATCHDOG_USEC: '1000', WATCHDOG_PID: '8' },
      { socket: '@n', watchdogMs: undefined },
    ],
    [
      'a watchdog for anyone',
      { NOTIFY_SOCKET: '@n', WATCHDOG_USEC: '1000' },
      { socket: '@n', watchdogMs: 1 },
    ],
  ] as const)
    it(`may be ${what}`, () => {
      const variables: Record<string, string | undefined> = { ...environment };
      expect(takeNotifyVariables(variables, 7)).to.deep.equal(read);
      expect(variables).to.deep.equal({});
    });
});
