import { expect } from 'chai';
import { link, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { FileLogSink } from '../../../src/adapters/task-logs/file-log-sink.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../../support/host-clock.js';
import { type LogDirectory, makeLogDirectory, somewhere } from './log-directory.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('task logs on files', () => {
  let logs: LogDirectory;
  const texts = async (stream?: 'stdout' | 'stderr'): Promise<readonly string[]> =>
    (await logs.contents(stream)).map(String);

  beforeEach(async () => {
    logs = await makeLogDirectory();
  });

  afterEach(() => logs.remove());

  it('keeps both streams apart, in files named after task, stream and number', async () => {
    const log = await logs.open();
    await log.write('stdout', bytes('out\n'), somewhere);
    await log.write('stderr', bytes('err\n'), somewhere);
    await log.close();
    expect((await readdir(logs.path)).sort()).to.deep.equal([
      '.web.checkpoint',
      'web.stderr.0',
      'web.stdout.0',
    ]);
    expect([await texts('stdout'), await texts('stderr')]).to.deep.equal([['out\n'], ['err\n']]);
  });

  it('has bytes in the file as soon as they are taken, their line ended or not', async () => {
    const log = await logs.open();
    await log.write('stdout', bytes('password: '), somewhere);
    expect(await texts()).to.deep.equal(['password: ']);
    await log.close();
  });

  it('takes the beginning of a line along that came before the rest', async () => {
    const log = await logs.open({ maxFileBytes: 10 });
    await log.write('stdout', bytes('one\nthr'), somewhere);
    expect(await texts()).to.deep.equal(['one\nthr']);
    await log.write('stdout', bytes('ee and more'), somewhere);
    expect(await texts()).to.deep.equal(['one\n', 'three and ', 'more']);
    await log.close();
  });

  for (const maxFiles of [1, 3])
    it(`keeps the newest ${maxFiles.toString()} of its files`, async () => {
      const log = await logs.open({ maxFiles, maxFileBytes: 2 });
      for (const digit of '0123456') await log.write('stdout', bytes(`${digit}\n`), somewhere);
      await log.close();
      expect(await texts()).to.deep.equal(['4\n', '5\n', '6\n'].slice(-maxFiles));
    });

  it('removes what a smaller policy no longer allows when it opens', async () => {
    const first = await logs.open({ maxFileBytes: 2 });
    await first.write('stdout', bytes('1\n2\n3\n4\n'), somewhere);
    await first.close();
    await (await logs.open({ maxFiles: 2, maxFileBytes: 2 })).close();
    expect(await texts()).to.deep.equal(['3\n', '4\n']);
  });

  it('leaves the files of a task alone whose name begins alike', async () => {
    await writeFile(join(logs.path, 'web.stdout.x.stdout.0'), 'theirs');
    await writeFile(join(logs.path, 'web.stdout.01'), 'theirs');
    const log = await logs.open({ maxFiles: 1, maxFileBytes: 2 });
    await log.write('stdout', bytes('1\n2\n3\n'), somewhere);
    await log.close();
    expect(await readdir(logs.path)).to.include.members([
      'web.stdout.x.stdout.0',
      'web.stdout.01',
      'web.stdout.2',
    ]);
  });

  it('writes nothing when the policy disables it', async () => {
    const log = await logs.open({ disabled: true });
    expect(await log.write('stdout', bytes('x'), somewhere)).to.have.property('ok', true);
    await log.close();
    expect(await readdir(logs.path)).to.deep.equal([]);
  });

  it('is unavailable once it is closed, however often', async () => {
    const log = await logs.open();
    await Promise.all([log.close(), log.close()]);
    expect(faultOf(await log.write('stdout', bytes('x'), somewhere))).to.equal('unavailable');
  });

  for (const [what, plant] of [
    ['a symbolic link', (secret: string, file: string) => symlink(secret, file)],
    ['a hard link', (secret: string, file: string) => link(secret, file)],
    ['a directory', (_: string, file: string) => mkdir(file)],
  ] as const)
    it(`opens no file through ${what} that was planted`, async () => {
      const secret = join(logs.path, 'secret');
      for (const name of ['web.stderr.3', '.web.checkpoint']) {
        await writeFile(secret, 'kept');
        await plant(secret, join(logs.path, name));
        expect(faultOf(await new FileLogSink(hostClock).open(logs.target({}))), name).to.equal('conflict');
        expect(await readFile(secret, 'utf8')).to.equal('kept');
        await rm(join(logs.path, name), { recursive: true });
        await rm(join(logs.path, '.web.checkpoint'), { force: true });
      }
    });

  it('rotates into no file that was planted', async () => {
    const log = await logs.open({ maxFileBytes: 2 });
    await symlink(join(logs.path, 'secret'), join(logs.path, 'web.stdout.1'));
    await log.write('stdout', bytes('1\n'), somewhere);
    expect(faultOf(await log.write('stdout', bytes('2\n'), somewhere))).to.equal('conflict');
    await log.close();
    expect(await readdir(logs.path)).not.to.include('secret');
  });

  it('says conflict when a symbolic link lies on the way to the directory', async () => {
    await mkdir(join(logs.path, 'alloc', 'logs'), { recursive: true });
    await symlink('alloc', join(logs.path, 'linked'));
    await symlink('alloc/logs', join(logs.path, 'logs'));
    for (const directory of ['linked/logs', 'logs']) {
      const target = { ...logs.target({}), directory: join(logs.path, directory) };
      expect(faultOf(await new FileLogSink(hostClock).open(target)), directory).to.equal('conflict');
    }
    expect(await readdir(join(logs.path, 'alloc', 'logs'))).to.deep.equal([]);
  });

  it('keeps all in its directory, whatever is put in its place', async () => {
    const at = (name: string): string => join(logs.path, name);
    await Promise.all(['own', 'theirs'].map((name) => mkdir(at(name))));
    await writeFile(at('theirs/web.stdout.0'), 'kept');
    const policy = { maxFiles: 2, maxFileBytes: 2 };
    const log = valueOf(
      await new FileLogSink(hostClock).open({ ...logs.target(policy), directory: at('own') }),
    );
    await log.write('stdout', bytes('1\n'), somewhere);
    await rename(at('own'), at('moved'));
    await symlink('theirs', at('own'));
    for (const line of ['2\n', '3\n']) valueOf(await log.write('stdout', bytes(line), somewhere));
    await log.close();
    expect(await readdir(at('theirs'))).to.deep.equal(['web.stdout.0']);
    expect(await readFile(at('theirs/web.stdout.0'), 'utf8')).to.equal('kept');
    expect((await readdir(at('moved'))).sort()).to.deep.equal([
      '.web.checkpoint',
      'web.stderr.0',
      'web.stdout.1',
      'web.stdout.2',
    ]);
  });

  it('holds nothing open once it is closed, or was not opened', async () => {
    const open = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
    const before = await open();
    await (await logs.open()).close();
    await mkdir(join(logs.path, 'web.stderr.1'));
    expect(faultOf(await new FileLogSink(hostClock).open(logs.target({})))).to.equal('conflict');
    expect(await open()).to.equal(before);
  });

  it('says that the directory is missing', async () => {
    const target = { ...logs.target({}), directory: join(logs.path, 'gone') };
    expect(faultOf(await new FileLogSink(hostClock).open(target))).to.equal('not-found');
  });
});
