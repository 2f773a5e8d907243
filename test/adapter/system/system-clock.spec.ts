import { spawnSync } from 'node:child_process';

import { expect } from 'chai';

describe('SystemClock', function () {
  it('keeps no process up for a sleep that was given up', function () {
    const module = import.meta.resolve('../../../src/adapters/system/system-clock.js');
    const program = `
      import { SystemClock } from ${JSON.stringify(module)};
      const enough = new AbortController();
      const asleep = new SystemClock().sleep(60_000, enough.signal);
      enough.abort();
      await asleep;`;
    const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      timeout: 8000,
    });
    expect([status, signal]).to.deep.equal([0, null]);
  });
});
