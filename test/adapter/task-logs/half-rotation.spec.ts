import { expect } from 'chai';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { LogDirectory } from '../../../src/adapters/task-logs/log-directory.js';
import { type LogFiles, StreamFiles } from '../../../src/adapters/task-logs/log-files.js';
import { RotatingFile } from '../../../src/adapters/task-logs/rotating-file.js';
import { type LogDirectory as TestDirectory, makeLogDirectory, somewhere } from './log-directory.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const bounds = { maxFiles: 3, maxFileBytes: 10 };
const fresh = { end: undefined, onRotated: () => Promise.resolve() };

/** The files, of which one that is opened fails to be cut, once. */
function failingOnce(files: LogFiles): LogFiles {
  return {
    indexes: () => files.indexes(),
    make: (index) => files.make(index),
    remove: (index) => files.remove(index),
    async open(index) {
      const handle = await files.open(index);
      const truncate = handle.truncate.bind(handle);
      handle.truncate = () => {
        handle.truncate = truncate;
        return Promise.reject(Object.assign(new Error('no'), { code: 'EIO' }));
      };
      return handle;
    },
  };
}

describe('a rotation of task logs', () => {
  let logs: TestDirectory;
  let directory: LogDirectory;
  const texts = async (): Promise<readonly string[]> => (await logs.contents()).map(String);

  beforeEach(async () => {
    logs = await makeLogDirectory();
    directory = await LogDirectory.open(logs.path);
  });

  afterEach(async () => {
    await directory.close();
    await logs.remove();
  });

  it('that fails half-way leaves all as it was, and can be made again', async () => {
    const files = new StreamFiles(directory, 'web.stdout');
    const file = await RotatingFile.open(failingOnce(files), bounds, fresh);
    await file.append(bytes('one\nthr'));
    const open = (await readdir('/proc/self/fd')).length;
    const failed = await file.append(bytes('ee and more\n')).catch((error: unknown) => error);
    expect(failed).to.have.property('code', 'EIO');
    expect(await texts()).to.deep.equal(['one\nthr']);
    expect((await readdir('/proc/self/fd')).length).to.equal(open);
    await file.append(bytes('ee more\n'));
    await file.close();
    expect((await texts()).join('')).to.equal('one\nthree more\n');
  });

  for (const copy of ['', 't', 'thr'])
    it(`that was cut short with "${copy}" copied doubles nothing`, async () => {
      await writeFile(join(logs.path, 'web.stdout.4'), 'one\nthr');
      await writeFile(join(logs.path, 'web.stdout.5'), copy);
      const log = await logs.open(bounds);
      await log.write('stdout', bytes('ee m\n'), somewhere);
      await log.close();
      expect(await texts()).to.deep.equal(['one\n', 'three m\n']);
    });

  for (const [what, last] of [
    ['ended with its line', 'one\n'],
    ['holds a line that no file could', 'aaaaaaaaaa'],
  ] as const)
    it(`is left alone when the file before ${what}`, async () => {
      await writeFile(join(logs.path, 'web.stdout.4'), last);
      await writeFile(join(logs.path, 'web.stdout.5'), 'two');
      await (await logs.open(bounds)).close();
      expect(await texts()).to.deep.equal([last, 'two']);
    });
});
