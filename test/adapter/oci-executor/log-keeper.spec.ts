import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { type BundlePaths, bundlePaths, runPaths } from '../../../src/adapters/oci-executor/bundle.js';
import { LogKeeper } from '../../../src/adapters/oci-executor/log-keeper.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { Clock } from '../../../src/domain/ports/clock.js';
import { eventually } from '../../../src/testing/eventually.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

const request = '2 0 0\n';
const bounds = { fileBytes: 10, mostFiles: 5 };

/** This process stands for conmon: it has the log open, and reads what it is asked as late as it wants. */
describe('Who keeps a log short', function () {
  let directory: TemporaryDirectory;
  let bundle: BundlePaths;
  let pipe: FileHandle;
  let log: FileHandle;
  let left: AbortController;
  let keeping: Promise<void>;
  let looks: number;
  const manual = new ManualClock();
  /** A look is over when the next one is waited for. */
  const clock: Clock = {
    now: () => manual.now(),
    steady: () => manual.steady(),
    sleep: (ms, signal) => {
      looks += 1;
      return manual.sleep(ms, signal);
    },
  };

  beforeEach(async function () {
    directory = await temporaryDirectory();
    const own = { runDirectory: directory.path, outputDirectory: join(directory.path, 'output') };
    bundle = bundlePaths(runPaths(own), 'task' as InstanceId);
    await mkdir(bundle.output, { recursive: true });
    execFileSync('mkfifo', [bundle.control]);
    pipe = await open(bundle.control, constants.O_RDWR | constants.O_NONBLOCK);
    await writeFile(join(bundle.output, 'log'), 'more than ten bytes\n');
    log = await open(join(bundle.output, 'log'));
    left = new AbortController();
    looks = 0;
  });
  afterEach(async function () {
    left.abort();
    await keeping;
    await Promise.all([pipe.close(), log.close()]);
    await directory.remove();
  });

  const keep = (): void => {
    const monitorPid = (): Promise<number> => Promise.resolve(process.pid);
    keeping = new LogKeeper({ bundle, clock, bounds, monitorPid }).keep(left.signal);
  };
  const leaveBehind = (): Promise<void> => rename(join(bundle.output, 'log'), join(bundle.output, 'log.1'));

  /** What conmon was asked, when the keeper has looked several times. */
  async function asked(): Promise<string> {
    const enough = looks + 10;
    await eventually(async () => {
      await manual.advance(1000);
      return looks > enough;
    });
    const piece = Buffer.alloc(1024);
    try {
      return piece.toString('latin1', 0, (await pipe.read(piece)).bytesRead);
    } catch (cause) {
      expect(cause).to.have.property('code', 'EAGAIN');
      return '';
    }
  }

  it('asks once for the next file, however long that takes', async function () {
    keep();
    await eventually(() => access(join(bundle.output, 'log.1')).then(() => true));
    expect(await asked()).to.equal(request);
    expect(await asked()).to.equal('');
  });

  it('asks where a file was left behind by one that died before it asked', async function () {
    await leaveBehind();
    keep();
    expect(await asked()).to.equal(request);
    expect(await asked()).to.equal('');
  });

  it('asks where somebody removed the log, which conmon goes on writing to', async function () {
    await rm(join(bundle.output, 'log'));
    keep();
    expect(await asked()).to.equal(request);
    expect(await asked()).to.equal('');
  });

  it('does not ask twice where one that died has asked, and was not heard yet', async function () {
    await leaveBehind();
    await pipe.write(request);
    keep();
    expect(await asked()).to.equal(request);
  });

  it('does not ask while the next file is being opened: what is printed into it by then would be lost', async function () {
    await leaveBehind();
    await log.close();
    keep();
    expect(await asked()).to.equal('');
  });

  it('does not ask for a file before there was one', async function () {
    await rename(join(bundle.output, 'log'), join(directory.path, 'log'));
    keep();
    expect(await asked()).to.equal('');
  });
});
