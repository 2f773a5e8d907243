import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { TaskLog } from '../../../src/domain/ports/log-sink.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { type LogDirectory, makeLogDirectory, somewhere } from './log-directory.js';

const run = promisify(execFile);
const kib = 1024;

describe('task logs on a full disk', function () {
  this.timeout(60_000);
  let logs: LogDirectory;
  let log: TaskLog;

  beforeEach(async () => {
    logs = await makeLogDirectory();
    await run('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'wharf-test', logs.path]);
    await writeFile(join(logs.path, 'filler'), Buffer.alloc(64 * kib));
    log = await logs.open({ maxFileBytes: 48 * kib });
  });

  afterEach(async () => {
    await log.close();
    await run('umount', [logs.path]);
    await logs.remove();
  });

  it('answer a fault, and go on once there is room again', async () => {
    const line = Buffer.from(`${'x'.repeat(16 * kib - 1)}\n`);
    for (let n = 0; n < 3; n++) valueOf(await log.write('stdout', line, somewhere));
    const full = await log.write('stdout', Buffer.concat([line, line]), somewhere);
    expect(faultOf(full)).to.equal('resource-exhausted');
    await rm(join(logs.path, 'filler'));
    valueOf(await log.write('stderr', line, somewhere));
    valueOf(await log.write('stdout', Buffer.from('after\n'), somewhere));
    expect(Buffer.concat(await logs.contents()).toString()).to.match(/^(x+\n){3}after\n$/);
  });
});
