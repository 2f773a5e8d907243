import { execFile } from 'node:child_process';
import { copyFile, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { aHandle, anAttempt } from '../../../src/testing/builders/a-handle.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { openStore, withStore } from '../../support/level-store/a-level-store.js';
import type { LevelTaskStore } from '../../../src/adapters/level-store/level-task-store.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const run = promisify(execFile);

/** What lies on the disk behind a mounted file system is what would be left if the power failed now. */
describe('LevelTaskStore on a disk that loses its power', function () {
  this.timeout(60_000);
  let temporary: TemporaryDirectory;
  let disk: string;
  let mounted: string;
  let store: LevelTaskStore;

  beforeEach(async function () {
    temporary = await temporaryDirectory();
    disk = join(temporary.path, 'disk');
    mounted = join(temporary.path, 'mounted');
    await mkdir(mounted);
    const file = await open(disk, 'w');
    await file.truncate(16 * 1024 * 1024).finally(() => file.close());
    await run('/sbin/mkfs.ext4', ['-q', disk]);
    await run('mount', ['-o', 'loop', disk, mounted]);
    store = valueOf(await openStore(join(mounted, 'state', 'tasks')));
  });

  afterEach(async function () {
    await store.close();
    await run('umount', [mounted]);
    await temporary.remove();
  });

  async function afterCut<T>(act: (store: LevelTaskStore) => Promise<T>): Promise<T> {
    const [copy, there] = [join(temporary.path, 'copy'), join(temporary.path, 'there')];
    await copyFile(disk, copy);
    await mkdir(there, { recursive: true });
    await run('mount', ['-o', 'loop', copy, there]);
    return withStore(join(there, 'state', 'tasks'), act).finally(() => run('umount', [there]));
  }

  it('has every write that was answered', async function () {
    const [attempt, other] = [anAttempt(), anAttempt()];
    valueOf(await store.intend(attempt));
    await afterCut(async (left) => {
      expect(valueOf(await left.attempts())).to.deep.equal({ readable: [attempt], unreadable: [] });
    });
    const handle = aHandle();
    valueOf(await store.intend(other));
    valueOf(await store.remember(handle));
    await afterCut(async (left) => {
      expect(valueOf(await left.attempts()).readable).to.have.deep.members([attempt, other]);
      expect(valueOf(await left.handles()).readable).to.deep.equal([handle]);
    });
    valueOf(await store.forget(attempt.alloc, attempt.task));
    await afterCut(async (left) => {
      expect(valueOf(await left.attempts()).readable).to.deep.equal([other]);
    });
  });
});
