import { execFile } from 'node:child_process';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import type { LevelTaskStore } from '../../../src/adapters/level-store/level-task-store.js';
import type { RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import type { Attempt } from '../../../src/domain/model/handle.js';
import { anAttempt } from '../../../src/testing/builders/a-handle.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { openStore, withStore } from '../../support/level-store/a-level-store.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const run = promisify(execFile);

describe('LevelTaskStore on a full disk', function () {
  this.timeout(60_000);
  let temporary: TemporaryDirectory;
  let directory: string;
  let store: LevelTaskStore;
  let kept: Attempt[];

  beforeEach(async function () {
    temporary = await temporaryDirectory();
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'wharf-test', temporary.path]);
    directory = join(temporary.path, 'tasks');
    store = valueOf(await openStore(directory));
    kept = [anAttempt()];
    for (const attempt of kept) valueOf(await store.intend(attempt));
  });

  afterEach(async function () {
    await store.close();
    await run('umount', [temporary.path]);
    await temporary.remove();
  });

  async function fill(): Promise<void> {
    const { bavail, bsize } = await statfs(temporary.path);
    await writeFile(join(temporary.path, 'filler'), Buffer.alloc(bavail * bsize));
  }

  const makeRoom = (): Promise<void> => rm(join(temporary.path, 'filler'));

  async function writeUntilRefused(): Promise<RuntimeFault> {
    for (;;) {
      const attempt = anAttempt();
      const written = await store.intend(attempt);
      if (!written.ok) return written.error;
      kept.push(attempt);
    }
  }

  it('says so, and what to do', async function () {
    await fill();
    const { kind, message, remedy } = await writeUntilRefused();
    expect(kind).to.equal('resource-exhausted');
    expect(message).to.include('ENOSPC').and.include(directory);
    expect(remedy).to.include('make room').and.include(directory);
  });

  it('goes on once there is room again, and has every write that was answered', async function () {
    for (let round = 0; round < 3; round++) {
      await fill();
      await writeUntilRefused();
      await makeRoom();
      for (let n = 0; n < 3; n++) {
        const attempt = anAttempt();
        valueOf(await store.intend(attempt));
        kept.push(attempt);
      }
      expect(valueOf(await store.attempts()).readable).to.include.deep.members(kept);
      await store.close();
      store = valueOf(await openStore(directory));
      expect(valueOf(await store.attempts()).readable).to.include.deep.members(kept);
    }
  });

  it('answers a fault and never less than it keeps while there is none', async function () {
    await fill();
    await writeUntilRefused();
    const found = await store.attempts();
    if (found.ok) expect(found.value.readable).to.include.deep.members(kept);
    else expect(found.error.kind).to.equal('resource-exhausted');
    await store.close();
    expect(faultOf(await openStore(directory))).to.equal('resource-exhausted');
    await makeRoom();
    await withStore(directory, async (next) => {
      expect(valueOf(await next.attempts()).readable).to.include.deep.members(kept);
    });
  });
});
