import { setTimeout as pause } from 'node:timers/promises';

import { ManualClock } from '../../src/adapters/memory/manual-clock.js';
import { SystemClock } from '../../src/adapters/system/system-clock.js';
import { describeClock } from '../../src/testing/contract/clock.contract.js';

describeClock('of this machine', () => ({ subject: new SystemClock(), pass: (ms) => pause(ms) }));

describeClock('moved by hand', () => {
  const subject = new ManualClock();
  return { subject, pass: (ms) => subject.advance(ms) };
});
