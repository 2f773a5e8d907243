import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';

import { valueOf } from '../../../src/testing/expect-result.js';
import { withStore } from '../../support/level-store/a-level-store.js';
import { StoreProcess } from '../../support/level-store/store-process-control.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

describe('LevelTaskStore whose process is killed', function () {
  this.timeout(120_000);
  let directory: TemporaryDirectory;

  beforeEach(async function () {
    directory = await temporaryDirectory();
  });

  afterEach(async function () {
    await directory.remove();
  });

  const tokens = (): Promise<readonly string[]> =>
    withStore(directory.path, async (store) => {
      const { readable, unreadable } = valueOf(await store.attempts());
      expect(unreadable).to.deep.equal([]);
      return readable.map(({ token }) => token);
    });

  it('has every write that was answered, after each answer', async function () {
    const answered: string[] = [];
    for (let count = 1; count <= 8; count++) {
      const writer = new StoreProcess(directory.path, 'write');
      await writer.said(count);
      answered.push(...(await writer.kill()));
      expect(await tokens()).to.include.members(answered);
    }
  });

  it('has every write that was answered, whenever it is killed', async function () {
    const answered: string[] = [];
    for (let round = 0; round < 8; round++) {
      const writer = new StoreProcess(directory.path, 'write');
      if (round % 2 === 0) await writer.opened();
      await pause(Math.random() * 400);
      answered.push(...(await writer.kill()));
      expect(await tokens()).to.include.members(answered);
    }
  });
});
