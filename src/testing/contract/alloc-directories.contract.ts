import { expect } from 'chai';

import type { TaskDirectories } from '../../domain/model/directories.js';
import type { AllocId } from '../../domain/model/ids.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import { aTask } from '../builders/a-job.js';
import { anAllocId } from '../builders/an-identity.js';
import { faultOf, valueOf } from '../expect-result.js';

export interface AllocDirectoriesHarness {
  readonly subject: AllocDirectoriesPort;
  readonly root: string;
  /** Paths of all files and directories below the root, relative to it. */
  everything(): Promise<readonly string[]>;
  read(path: string): Promise<string>;
  dispose(): Promise<void>;
}

/** Judges an adapter by the doc comments of `AllocDirectoriesPort`. */
export function describeAllocDirectories(
  adapter: string,
  make: () => Promise<AllocDirectoriesHarness>,
): void {
  describe(`AllocDirectories contract: ${adapter}`, function () {
    let harness: AllocDirectoriesHarness;
    let subject: AllocDirectoriesPort;
    const alloc = anAllocId();
    const web = aTask({ name: 'web' });

    beforeEach(async function () {
      harness = await make();
      subject = harness.subject;
    });

    afterEach(async function () {
      await subject.remove(alloc).finally(() => harness.dispose());
    });

    const createdFor = async (task = web): Promise<TaskDirectories> => {
      const own = valueOf(await subject.create(alloc, [task])).tasks[task.name];
      if (own === undefined) throw new Error(`no directories for ${task.name}`);
      return own;
    };

    it('makes the directories that the tasks share and those of each task', async function () {
      const made = valueOf(await subject.create(alloc, [web, aTask({ name: 'db' })]));
      const shared = ['alloc', 'alloc/data', 'alloc/logs', 'alloc/tmp'];
      const own = ['', '/local', '/private', '/secrets', '/tmp'];
      const below = [...shared, ...['web', 'db'].flatMap((task) => own.map((name) => `${task}${name}`))];
      expect(await harness.everything()).to.have.members([alloc, ...below.map((path) => `${alloc}/${path}`)]);
      const root = `${harness.root}/${alloc}`;
      expect([made.root, made.shared, made.logs]).to.deep.equal([
        root,
        `${root}/alloc`,
        `${root}/alloc/logs`,
      ]);
      expect(made.tasks['db']).to.deep.equal({
        root: `${root}/db`,
        shared: `${root}/alloc`,
        logs: `${root}/alloc/logs`,
        local: `${root}/db/local`,
        secrets: `${root}/db/secrets`,
        private: `${root}/db/private`,
        tmp: `${root}/db/tmp`,
      });
    });

    it('makes what is missing and leaves what is there', async function () {
      const first = valueOf(await subject.create(alloc, [web]));
      valueOf(
        await subject.writeFile(await createdFor(), { path: 'secrets/key', content: 'k', mode: 0o600 }),
      );
      const second = valueOf(await subject.create(alloc, [web, aTask({ name: 'db' })]));
      expect(second).to.deep.include({ root: first.root, shared: first.shared, logs: first.logs });
      expect(Object.keys(second.tasks)).to.have.members(['web', 'db']);
      expect(await harness.read(`${alloc}/web/secrets/key`)).to.equal('k');
    });

    for (const name of ['..', '.', '', 'alloc', 'a/b', '../b', 'a\\b', 'a\0b', 'x'.repeat(256)])
      it(`says invalid-spec of a task named ${JSON.stringify(name.slice(0, 9))}, with nothing made`, async function () {
        expect(faultOf(await subject.create(alloc, [web, aTask({ name })]))).to.equal('invalid-spec');
        expect(await harness.everything()).to.deep.equal([]);
      });

    for (const name of ['..', '.', '', '../x', 'a/b'])
      it(`says invalid-spec of an allocation named "${name}"`, async function () {
        const before = valueOf(await subject.create(alloc, [web]));
        expect(before.root).not.to.equal('');
        const everything = await harness.everything();
        expect(faultOf(await subject.create(name as AllocId, [web]))).to.equal('invalid-spec');
        expect(faultOf(await subject.remove(name as AllocId))).to.equal('invalid-spec');
        expect(await harness.everything()).to.deep.equal(everything);
      });

    it('writes a file, making the directories on the way', async function () {
      const task = await createdFor();
      valueOf(await subject.writeFile(task, { path: 'local/etc/app.conf', content: 'a = 1\n', mode: 0o644 }));
      expect(await harness.read(`${alloc}/web/local/etc/app.conf`)).to.equal('a = 1\n');
    });

    it('writes a file below the directory that the group shares', async function () {
      const task = await createdFor();
      valueOf(await subject.writeFile(task, { path: '../alloc/data/a/b', content: 'b', mode: 0o644 }));
      valueOf(await subject.writeFile(task, { path: '../alloc/c', content: 'c', mode: 0o644 }));
      expect(await harness.read(`${alloc}/alloc/data/a/b`)).to.equal('b');
      expect(await harness.read(`${alloc}/alloc/c`)).to.equal('c');
    });

    it('writes a file anew, leaving nothing else', async function () {
      const task = await createdFor();
      const file = { path: 'local/app.conf', content: 'a longer text\n', mode: 0o644 };
      valueOf(await subject.writeFile(task, file));
      const before = await harness.everything();
      valueOf(await subject.writeFile(task, { ...file, content: 'new\n' }));
      expect(await harness.read(`${alloc}/web/local/app.conf`)).to.equal('new\n');
      expect(await harness.everything()).to.deep.equal(before);
    });

    const own = ['../db/x', '/etc/x', 'local/../../x', 'local/./x', 'local/', '', 'local//x', 'a\0b'];
    const shared = [
      '../alloc',
      '../alloc/',
      '../alloc/logs',
      '../alloc/logs/x',
      '../alloc/../db/x',
      '../allocs/x',
    ];
    for (const path of [...own, ...shared])
      it(`says invalid-spec of a file at ${JSON.stringify(path)}, with nothing made`, async function () {
        const task = await createdFor();
        const before = await harness.everything();
        expect(faultOf(await subject.writeFile(task, { path, content: '', mode: 0o644 }))).to.equal(
          'invalid-spec',
        );
        expect(await harness.everything()).to.deep.equal(before);
      });

    it('says conflict when something that is no directory lies on the way', async function () {
      const task = await createdFor();
      valueOf(await subject.writeFile(task, { path: 'local/x', content: '', mode: 0o644 }));
      const below = { path: 'local/x/y', content: '', mode: 0o644 };
      expect(faultOf(await subject.writeFile(task, below))).to.equal('conflict');
      expect(faultOf(await subject.writeFile(task, { ...below, path: 'local' }))).to.equal('conflict');
    });

    it('removes one allocation and leaves the others, whatever their names', async function () {
      const other = `${alloc}0` as AllocId;
      const theirs = valueOf(await subject.create(other, [web])).tasks['web'] ?? (await createdFor());
      valueOf(await subject.writeFile(theirs, { path: 'secrets/key', content: 'k', mode: 0o600 }));
      const before = await harness.everything();
      valueOf(await subject.writeFile(await createdFor(), { path: 'local/a/b', content: '', mode: 0o644 }));
      valueOf(await subject.remove(alloc));
      expect(await harness.everything()).to.deep.equal(before);
      valueOf(await subject.remove(other));
      expect(await harness.everything()).to.deep.equal([]);
    });

    it('removes what is not there', async function () {
      valueOf(await subject.remove(alloc));
      await createdFor();
      valueOf(await subject.remove(alloc));
      valueOf(await subject.remove(alloc));
    });
  });
}
