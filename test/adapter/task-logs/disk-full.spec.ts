import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { faultOf, valueOf } from '../../support/expect-result.js';
import { type LogDirectory, makeLogDirectory } from './log-directory.js';

const run = promisify(execFile);

describe('task logs on a full disk', () => {
  let logs: LogDirectory;

  beforeEach(async () => {
    logs = await makeLogDirectory();
    await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'wharf-test', logs.path]);
  });

  afterEach(async () => {
    await run('umount', [logs.path]);
    await logs.remove();
  });

  it('answer a fault, and go on once there is room again', async () => {
    const log = await logs.open({ maxFileBytes: 48 * 1024 });
    const line = Buffer.from(`${'x'.repeat(16 * 1024 - 1)}\n`);
    for (let n = 0; n < 3; n++) valueOf(await log.write('stdout', line));
    const full = await log.write('stdout', Buffer.concat([line, line]));
    expect(faultOf(full)).to.equal('resource-exhausted');
    await run('mount', ['-o', 'remount,size=1m', logs.path]);
    valueOf(await log.write('stderr', line));
    valueOf(await log.write('stdout', Buffer.from('after\n')));
    await log.close();
    expect(Buffer.concat(await logs.contents()).toString()).to.match(/^(x+\n){3}after\n$/);
  });
});
