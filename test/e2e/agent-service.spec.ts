import { expect } from 'chai';

import { eventually } from '../../src/testing/eventually.js';
import { aNotifyListener, type NotifyListener } from '../support/systemd/notify-listener.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';
import type { WharfProcess } from '../support/wharf/wharf-process.js';

describe('an agent that a service manager started', function () {
  this.timeout(60_000);
  let quay: Quay;
  let listener: NotifyListener;
  let agent: WharfProcess | undefined;

  before(async function () {
    quay = await quayFor('exec');
    listener = await aNotifyListener();
  });
  after(async function () {
    agent?.signal('SIGTERM');
    await agent?.ended(20_000);
    await listener.close();
    await quay.leave();
  });

  it('says that it is ready once it can be asked, that it is well, and that it stops', async function () {
    agent = quay.wharf(['agent'], { NOTIFY_SOCKET: listener.socket, WATCHDOG_USEC: '400000' });
    const own = agent.pid.toString();
    await eventually(() => listener.heard().includes(`${own} READY=1`), 20_000);
    expect((await quay.wharf(['ps']).ended(20_000)).status).to.equal(0);
    await eventually(() => listener.heard().filter((told) => told === `${own} WATCHDOG=1`).length > 2);
    agent.signal('SIGTERM');
    expect((await agent.ended(20_000)).status).to.equal(0);
    agent = undefined;
    await eventually(() => listener.heard().includes(`${own} STOPPING=1`));
    await quay.expectUnchanged();
  });
});
