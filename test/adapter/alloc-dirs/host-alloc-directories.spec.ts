import { spawnSync } from 'node:child_process';
import {
  chmod,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { HostAllocDirectories } from '../../../src/adapters/alloc-dirs/host-alloc-directories.js';
import type { AllocDirectories, TaskDirectories } from '../../../src/domain/model/directories.js';
import type { MountTable } from '../../../src/domain/ports/mount-table.js';
import { ok } from '../../../src/domain/shared/result.js';
import { aTask } from '../../../src/testing/builders/a-job.js';
import { anAllocId } from '../../../src/testing/builders/an-identity.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { mountTableHere, mountsHere } from '../../support/mountinfo.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const web = aTask({ name: 'web', resources: { ...aTask().resources, secretsMb: 2 } });
const nobody = 65_534;

function mustRun(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}

function mountTmpfs(path: string, options = 'size=1m'): void {
  mustRun('mount', '-t', 'tmpfs', '-o', options, 'wharf-test', path);
}

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o7777).toString(8);

describe('HostAllocDirectories', function () {
  const alloc = anAllocId();
  let temporary: TemporaryDirectory;
  let root: string;
  let outside: string;
  let subject: HostAllocDirectories;
  let made: AllocDirectories;
  let task: TaskDirectories;

  beforeEach(async function () {
    temporary = await temporaryDirectory();
    root = join(temporary.path, 'allocs');
    outside = join(temporary.path, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'kept'), 'as it was');
    subject = new HostAllocDirectories({ root, mounts: mountTableHere });
    made = valueOf(await subject.create(alloc, [web]));
    const own = made.tasks['web'];
    if (own === undefined) throw new Error('no directories');
    task = own;
  });

  afterEach(async function () {
    valueOf(await subject.remove(alloc));
    await temporary.remove();
  });

  const isOutsideUntouched = async (): Promise<void> => {
    expect(await readdir(outside)).to.deep.equal(['kept']);
    expect(await readFile(join(outside, 'kept'), 'utf8')).to.equal('as it was');
  };

  describe('permissions', function () {
    it('give each directory its mode, whatever the umask', async function () {
      valueOf(await subject.remove(alloc));
      const umask = process.umask(0o077);
      valueOf(await subject.create(alloc, [web]));
      process.umask(umask);
      const paths = [made.root, made.shared, made.logs, join(made.shared, 'data'), join(made.shared, 'tmp')];
      expect(await Promise.all(paths.map(modeOf))).to.deep.equal(['700', '1777', '755', '777', '1777']);
      const own = [task.root, task.local, task.tmp, task.secrets, task.private];
      expect(await Promise.all(own.map(modeOf))).to.deep.equal(['755', '777', '1777', '777', '700']);
    });

    it('mend a mode that was lost when we ended between two steps', async function () {
      await chmod(task.local, 0o700);
      valueOf(await subject.create(alloc, [web]));
      expect(await modeOf(task.local)).to.equal('777');
    });

    it('let a task write what is its own, and let nobody in from outside', function () {
      const asNobody = (script: string, cwd: string): number | null =>
        spawnSync('/bin/sh', ['-c', script], { cwd, uid: nobody, gid: nobody }).status;
      for (const own of [task.local, task.tmp, task.secrets, join(made.shared, 'data')])
        expect(asNobody('echo x > mine && cat mine', own), own).to.equal(0);
      for (const other of [made.logs, task.root])
        expect(asNobody('echo x > mine', other), other).not.to.equal(0);
      expect(asNobody(`mv logs stolen`, made.shared)).not.to.equal(0);
      expect(asNobody(`ls ${task.private}`, task.local)).not.to.equal(0);
      expect(asNobody(`cat ${task.secrets}/mine`, '/')).not.to.equal(0);
    });
  });

  describe('secrets and private', function () {
    it('are file systems in memory of their size, without programs, devices or set-uid', async function () {
      const mounts = await mountsHere();
      for (const [path, size] of [
        [task.secrets, 'size=2048k'],
        [task.private, 'size=1024k'],
      ] as const) {
        const mount = mounts.find(({ mountPoint }) => mountPoint === path);
        expect(mount?.fileSystem).to.equal('tmpfs');
        expect(mount?.options).to.include.members(['nosuid', 'nodev', 'noexec', size]);
      }
    });

    it('are mounted once, and again when a boot took them', async function () {
      const count = async (): Promise<number> =>
        (await mountsHere()).filter(({ mountPoint }) => mountPoint === task.secrets).length;
      valueOf(await subject.create(alloc, [web]));
      expect(await count()).to.equal(1);
      mustRun('umount', task.secrets);
      valueOf(await subject.create(alloc, [web]));
      expect(await count()).to.equal(1);
    });

    it('say resource-exhausted when they are full, and keep what they had', async function () {
      const file = { path: 'secrets/key', content: 'k', mode: 0o600 };
      valueOf(await subject.writeFile(task, file));
      const much = { ...file, content: 'k'.repeat(3 * 1024 * 1024) };
      expect(faultOf(await subject.writeFile(task, much))).to.equal('resource-exhausted');
      expect(await readdir(task.secrets)).to.deep.equal(['key']);
      expect(await readFile(join(task.secrets, 'key'), 'utf8')).to.equal('k');
    });
  });

  describe('writing a file', function () {
    it('gives it its mode and never shows half of it', async function () {
      valueOf(await subject.writeFile(task, { path: 'local/run.sh', content: 'x', mode: 0o755 }));
      expect(await modeOf(join(task.local, 'run.sh'))).to.equal('755');
      expect(await readdir(task.local)).to.deep.equal(['run.sh']);
    });

    it('says conflict when a symbolic link lies on the way, and follows none', async function () {
      await symlink(outside, join(task.local, 'out'));
      const file = { path: 'local/out/kept', content: 'changed', mode: 0o644 };
      expect(faultOf(await subject.writeFile(task, file))).to.equal('conflict');
      await symlink(outside, join(task.shared, 'out'));
      await symlink('logs', join(task.shared, 'own'));
      for (const path of ['../alloc/out/kept', '../alloc/own/web.stdout.0'])
        expect(faultOf(await subject.writeFile(task, { ...file, path })), path).to.equal('conflict');
      await rmdir(task.tmp);
      await symlink(outside, task.tmp);
      expect(faultOf(await subject.writeFile(task, { ...file, path: 'tmp/kept' }))).to.equal('conflict');
      await isOutsideUntouched();
      await rm(task.tmp);
    });

    it('replaces a symbolic link in place of the file, and not what it leads to', async function () {
      await symlink(join(outside, 'kept'), join(task.local, 'app.conf'));
      valueOf(await subject.writeFile(task, { path: 'local/app.conf', content: 'new', mode: 0o644 }));
      expect(await readFile(join(task.local, 'app.conf'), 'utf8')).to.equal('new');
      await isOutsideUntouched();
    });

    it('stays inside while a task swaps a directory for a link', async function () {
      const at = (name: string): string => join(task.local, name);
      await mkdir(at('d'));
      await symlink(outside, at('link'));
      const over = new AbortController();
      const swapping = (async () => {
        while (!over.signal.aborted) {
          await rename(at('d'), at('aside')).catch(() => undefined);
          await rename(at('link'), at('d')).catch(() => undefined);
          await rename(at('d'), at('link')).catch(() => undefined);
          await rename(at('aside'), at('d')).catch(() => undefined);
        }
      })();
      const kinds = new Set<string>();
      for (let turn = 0; turn < 300; turn++) {
        const file = { path: `local/d/${turn.toString()}`, content: 'x', mode: 0o644 };
        const written = await subject.writeFile(task, file);
        kinds.add(written.ok ? 'written' : written.error.kind);
      }
      over.abort();
      await swapping;
      await isOutsideUntouched();
      expect(kinds).to.include('written');
      await rm(at('d'), { recursive: true, force: true });
    });

    it('says not-found when the directories are gone', async function () {
      valueOf(await subject.remove(alloc));
      const answer = await subject.writeFile(task, { path: 'local/x', content: '', mode: 0o644 });
      expect(faultOf(answer)).to.equal('not-found');
    });
  });

  describe('removing', function () {
    it('never follows a symbolic link', async function () {
      await symlink(outside, join(task.local, 'out'));
      await symlink(join(outside, 'kept'), join(made.shared, 'data', 'kept'));
      valueOf(await subject.remove(alloc));
      await isOutsideUntouched();
    });

    it('takes large and deep trees', async function () {
      const deep = join(task.local, ...Array.from({ length: 60 }, () => 'deep'));
      await mkdir(deep, { recursive: true });
      await Promise.all(
        Array.from({ length: 200 }, (_, index) => writeFile(join(deep, index.toString()), 'x')),
      );
      valueOf(await subject.remove(alloc));
      expect(await readdir(root)).to.deep.equal([]);
    });

    it('takes names that are no text, of files, directories and links', async function () {
      const below = (...names: readonly (string | Buffer)[]): Buffer =>
        Buffer.concat(
          [task.local, ...names].flatMap((name) => [Buffer.from(name), Buffer.from('/')]),
        ).subarray(0, -1);
      const odd = Buffer.from([0x61, 0xff, 0xfe]);
      await mkdir(below(odd));
      await writeFile(below(odd, odd), 'x');
      await writeFile(below(Buffer.from([0xc3, 0x28])), 'x');
      await symlink(outside, below(odd, Buffer.from([0x80])));
      valueOf(await subject.remove(alloc));
      expect(await readdir(root)).to.deep.equal([]);
      await isOutsideUntouched();
    });

    it('succeeds when it is asked twice at the same time', async function () {
      for (const directory of ['a', 'b', 'c']) {
        await mkdir(join(task.local, directory));
        for (let file = 0; file < 100; file++)
          await writeFile(join(task.local, directory, file.toString()), '');
      }
      const answers = await Promise.all([subject.remove(alloc), subject.remove(alloc)]);
      answers.forEach(valueOf);
      expect(await readdir(root)).to.deep.equal([]);
    });

    it('unmounts deepest first', async function () {
      const outer = join(task.local, 'outer');
      await mkdir(outer);
      mountTmpfs(outer);
      mountTmpfs(outer);
      await mkdir(join(outer, 'inner'));
      mountTmpfs(join(outer, 'inner'));
      valueOf(await subject.remove(alloc));
      expect((await mountsHere()).filter(({ mountPoint }) => mountPoint.startsWith(root))).to.deep.equal([]);
      expect(await readdir(root)).to.deep.equal([]);
    });

    it('says conflict when a mount is in use, and leaves what lies behind it', async function () {
      const used = join(task.local, 'used');
      await mkdir(used);
      mountTmpfs(used);
      const user = await open(join(used, 'file'), 'w');
      const removed = await subject.remove(alloc);
      expect(faultOf(removed)).to.equal('conflict');
      expect(removed).to.have.nested.property('error.remedy').that.includes(used);
      expect(await readdir(used)).to.deep.equal(['file']);
      await user.close();
    });

    it('stops at another file system that the mount table did not tell of', async function () {
      const late = join(task.local, 'late');
      await mkdir(late);
      mountTmpfs(late);
      await writeFile(join(late, 'file'), 'x');
      const blind: MountTable = {
        list: () => Promise.resolve(ok([])),
        ofProcess: () => Promise.resolve(ok([])),
        resolve: (path) => Promise.resolve(ok(path)),
        made: (_, binds) => Promise.resolve(ok({ task: [], host: [], binds })),
      };
      const removed = await new HostAllocDirectories({ root, mounts: blind }).remove(alloc);
      expect(faultOf(removed)).to.equal('conflict');
      expect(await readdir(late)).to.deep.equal(['file']);
    });
  });

  describe('a root that is no good', function () {
    it('is permission-denied, with a remedy that names the setting', async function () {
      const readOnly = join(temporary.path, 'read-only');
      await mkdir(readOnly);
      mountTmpfs(readOnly, 'ro');
      try {
        for (const bad of [
          join(readOnly, 'allocs'),
          readOnly,
          join(outside, 'kept', 'allocs'),
          join(outside, 'kept'),
        ]) {
          const answer = await new HostAllocDirectories({ root: bad, mounts: mountTableHere }).create(alloc, [
            web,
          ]);
          expect(faultOf(answer), bad).to.equal('permission-denied');
          expect(answer).to.have.nested.property('error.remedy').that.includes('state_dir');
          expect(answer).to.have.nested.property('error.message').that.includes(bad);
        }
      } finally {
        mustRun('umount', readOnly);
      }
    });

    it('is nothing to remove from', async function () {
      for (const bad of [join(outside, 'kept', 'allocs'), join(outside, 'nowhere')])
        valueOf(await new HostAllocDirectories({ root: bad, mounts: mountTableHere }).remove(alloc));
    });
  });
});
