import { appendFile, cp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { Attempt } from '../../../src/domain/model/handle.js';
import type { Kept } from '../../../src/domain/model/kept.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { anAttempt } from '../../../src/testing/builders/a-handle.js';
import { at } from '../../../src/testing/builders/an-identity.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { openStore, withStore } from '../../support/level-store/a-level-store.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const attempts = [0, 1, 2, 3].map((n) => anAttempt({ task: `task-${n.toString()}`, intendedAt: at(n) }));

describe('LevelTaskStore over files that are damaged', function () {
  this.timeout(120_000);
  let temporary: TemporaryDirectory;
  let whole: string;
  let copy: string;

  before(async function () {
    temporary = await temporaryDirectory();
    whole = join(temporary.path, 'whole');
    copy = join(temporary.path, 'copy');
    // What is in the log becomes a table when it is opened again.
    for (const part of [attempts.slice(0, 2), attempts.slice(2)])
      await withStore(whole, async (store) => {
        for (const attempt of part) valueOf(await store.intend(attempt));
      });
  });

  after(async function () {
    await temporary.remove();
  });

  beforeEach(async function () {
    await renew();
  });

  async function renew(): Promise<void> {
    await rm(copy, { recursive: true, force: true });
    await cp(whole, copy, { recursive: true });
  }

  async function fileOf(pattern: RegExp): Promise<string> {
    const names = (await readdir(copy)).filter((name) => pattern.test(name));
    expect(names).to.have.length(1);
    return join(copy, names[0] ?? '');
  }

  async function found(): Answer<Kept<Attempt>> {
    const store = await openStore(copy);
    if (!store.ok) return store;
    return store.value.attempts().finally(() => store.value.close());
  }

  for (const [what, pattern] of [
    ['a log', /\.log$/],
    ['a table', /\.ldb$/],
    ['the manifest', /^MANIFEST-/],
    ['CURRENT', /^CURRENT$/],
  ] as const)
    it(`says so, or has all, whichever byte of ${what} is wrong`, async function () {
      const content = await readFile(await fileOf(pattern));
      let refused = 0;
      for (const [index, byte] of content.entries()) {
        await renew();
        const wrong = Buffer.from(content);
        wrong[index] = byte ^ (1 << (index % 8));
        await writeFile(await fileOf(pattern), wrong);
        const answer = await found();
        if (answer.ok) {
          expect(answer.value, index.toString()).to.deep.equal({ readable: attempts, unreadable: [] });
          continue;
        }
        refused++;
        expect(answer.error.kind).to.equal('internal');
        expect(answer.error.remedy).to.include(copy);
      }
      expect(refused).to.be.greaterThan(content.length * 0.9);
    });

  for (const [what, pattern] of [
    ['a table', /\.ldb$/],
    ['the manifest', /^MANIFEST-/],
    ['CURRENT', /^CURRENT$/],
  ] as const) {
    it(`says so when ${what} is gone, and takes nothing away`, async function () {
      await rm(await fileOf(pattern));
      const before = (await readdir(copy)).filter((name) => /^(?:\d+\.|MANIFEST|CURRENT)/.test(name));
      expect(faultOf(await found())).to.equal('internal');
      expect(await readdir(copy)).to.include.members(before);
    });

    it(`says so when ${what} is empty`, async function () {
      await truncate(await fileOf(pattern));
      expect(faultOf(await found())).to.equal('internal');
    });
  }

  it('has all but the last write when the log was cut short in it', async function () {
    const log = await fileOf(/\.log$/);
    const { length } = await readFile(log);
    for (const cut of [1, 7, 50]) {
      await renew();
      await truncate(log, length - cut);
      expect(valueOf(await found()).readable).to.deep.equal(attempts.slice(0, 3));
    }
  });

  it('has all when there is a table that was never finished, or room in the log that nobody wrote to', async function () {
    const table = await readFile(await fileOf(/\.ldb$/));
    await writeFile(join(copy, '000999.ldb'), table.subarray(0, table.length - 20));
    await appendFile(await fileOf(/\.log$/), Buffer.alloc(40 * 1024));
    expect(valueOf(await found())).to.deep.equal({ readable: attempts, unreadable: [] });
  });

  it('says so when there is something in a log behind room that nobody wrote to', async function () {
    await appendFile(await fileOf(/\.log$/), Buffer.concat([Buffer.alloc(40 * 1024), Buffer.of(1)]));
    expect(faultOf(await found())).to.equal('internal');
  });
});
