import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import type { RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { openStore, withStore } from '../../support/level-store/a-level-store.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const run = promisify(execFile);
const nobody = 65534;

describe('LevelTaskStore in a directory that can not be used', function () {
  let temporary: TemporaryDirectory;
  let path: string;

  beforeEach(async function () {
    temporary = await temporaryDirectory();
    path = join(temporary.path, 'tasks');
  });

  afterEach(async function () {
    await temporary.remove();
  });

  async function refusal(directory: string): Promise<RuntimeFault> {
    const store = await openStore(directory);
    if (!store.ok) return store.error;
    await store.value.close();
    return { kind: 'internal', message: 'it was opened' };
  }

  it('says that it is none, and leaves alone what stands there', async function () {
    await writeFile(path, 'mine');
    for (const directory of [path, join(path, 'below')]) {
      const { kind, message, remedy } = await refusal(directory);
      expect(kind).to.equal('conflict');
      expect(message).to.include('ENOTDIR').and.include(path);
      expect(remedy).to.include(path);
    }
    expect(await readFile(path, 'utf8')).to.equal('mine');
  });

  it('says that it is not allowed to', async function () {
    await withStore(path, (store) => store.attempts());
    process.seteuid?.(nobody);
    const { kind, message, remedy } = await refusal(path).finally(() => process.seteuid?.(0));
    expect(kind).to.equal('permission-denied');
    expect(message).to.include('EACCES').and.include(path);
    expect(remedy).to.include('run as root');
  });

  it('says that it can only be read, of one with a store as of one without', async function () {
    await mkdir(path);
    await run('mount', ['-t', 'tmpfs', 'wharf-test', path]);
    try {
      await withStore(join(path, 'old'), (store) => store.attempts());
      await run('mount', ['-o', 'remount,ro', path]);
      for (const name of ['old', 'new']) {
        const { kind, message } = await refusal(join(path, name));
        expect(kind).to.equal('permission-denied');
        expect(message).to.include('EROFS');
      }
    } finally {
      await run('umount', [path]);
    }
  });

  it('says that its name is too long, or that nothing can be made there', async function () {
    expect((await refusal(join(path, 'x'.repeat(300)))).kind).to.equal('invalid-spec');
    expect((await refusal('/proc/wharf/tasks')).message).to.include('ENOENT');
  });

  it('is made for nobody else to look into', async function () {
    valueOf(await withStore(join(path, 'a', 'b'), (store) => store.attempts()));
    const modes = await Promise.all(
      ['a', 'a/b'].map(async (name) => (await stat(join(path, name))).mode & 0o777),
    );
    expect(modes).to.deep.equal([0o711, 0o700]);
  });
});
