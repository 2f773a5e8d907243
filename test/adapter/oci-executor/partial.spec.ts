import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { runPaths } from '../../../src/adapters/oci-executor/bundle.js';
import { appear, removePartials, vanish } from '../../../src/adapters/oci-executor/partial.js';
import type { ProcessIdentity } from '../../../src/domain/ports/process-table.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { hostPorts } from '../../support/oci/an-executor.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

const execute = promisify(execFile);

describe('A bundle', function () {
  let directory: TemporaryDirectory;
  let self: ProcessIdentity;
  const { processes } = hostPorts();
  const run = (): ReturnType<typeof runPaths> =>
    runPaths({ runDirectory: directory.path, outputDirectory: join(directory.path, 'output') });
  const bundle = (): string => join(directory.path, 'oci', 'wharf-some');
  const record = (): string => join(bundle(), 'instance.json');
  const partials = (): Promise<readonly string[]> => readdir(run().partial);

  beforeEach(async function () {
    directory = await temporaryDirectory();
    await mkdir(join(directory.path, 'oci'));
    self = valueOf(await processes.identify(process.pid)) ?? expect.fail();
  });
  afterEach(() => directory.remove());

  it('is there with its record, and nothing of it is apart', async function () {
    await appear(run(), record(), 'whose it is', self);
    expect(await readFile(record(), 'utf8')).to.equal('whose it is');
    expect(await partials()).to.deep.equal([]);
  });

  it('is never seen without its record, neither as it comes nor as it goes', async function () {
    const over = new AbortController();
    const looks = { whole: 0, bare: 0 };
    const looking = (async () => {
      while (!over.signal.aborted) {
        if (existsSync(bundle()))
          looks[existsSync(record()) || !existsSync(bundle()) ? 'whole' : 'bare'] += 1;
        await turn();
      }
    })();
    for (let round = 0; round < 50; round++) {
      await appear(run(), record(), 'whose it is', self);
      await vanish(run(), record(), self);
    }
    over.abort();
    await looking;
    expect(looks.whole).to.be.above(50);
    expect(looks.bare).to.equal(0);
  });

  it('is never put in the place of another, and nothing of it is left', async function () {
    await appear(run(), record(), 'the first', self);
    const again = await appear(run(), record(), 'the second', self).catch((cause: unknown) => cause);
    expect(again).to.have.property('code').that.is.oneOf(['ENOTEMPTY', 'EEXIST']);
    expect(await readFile(record(), 'utf8')).to.equal('the first');
    expect(await partials()).to.deep.equal([]);
  });

  it('goes with all that is in it, and may be gone already', async function () {
    await appear(run(), record(), 'whose it is', self);
    await writeFile(join(bundle(), 'more'), '');
    await vanish(run(), record(), self);
    await vanish(run(), record(), self);
    expect(await readdir(join(directory.path, 'oci'))).to.deep.equal([]);
    expect(await partials()).to.deep.equal([]);
  });

  it('keeps its record as long as something in it can not be removed', async function () {
    await appear(run(), record(), 'whose it is', self);
    const mounted = join(bundle(), 'mounted');
    await mkdir(mounted);
    await execute('mount', ['-t', 'tmpfs', 'wharf-test', mounted]);
    const failed = await vanish(run(), record(), self).catch((cause: unknown) => cause);
    await execute('umount', [mounted]);
    expect(failed).to.have.property('code', 'EBUSY');
    expect(await readFile(record(), 'utf8')).to.equal('whose it is');
  });

  it('that a process left half made is removed once that is gone, and not before', async function () {
    const nameOf = ({ pid, startTicks }: ProcessIdentity): string =>
      `${pid.toString()}-${startTicks.toString()}-1`;
    const names = [nameOf({ ...self, startTicks: self.startTicks - 1 }), nameOf(self), 'of somebody else'];
    for (const name of names) await mkdir(join(run().partial, name, 'root'), { recursive: true });
    await removePartials(run(), self.bootId, processes);
    expect(await partials()).to.have.members(names.slice(1));
  });
});
