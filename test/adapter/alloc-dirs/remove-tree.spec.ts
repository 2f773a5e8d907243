import { expect } from 'chai';

import { type Removable, removeTree } from '../../../src/adapters/alloc-dirs/remove-tree.js';
import { valueOf } from '../../../src/testing/expect-result.js';

const failing = (code: string): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));

/** A directory with one child, of which `over` says how it behaves. */
function parentOf(over: Partial<Removable>): Removable {
  const directory: Removable = {
    stat: () => Promise.resolve({ dev: 1 }),
    entries: () => Promise.resolve({ files: [], directories: [] }),
    openChild: () => failing('ENOENT'),
    removeFile: () => Promise.resolve(),
    removeDirectory: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return { ...directory, openChild: () => Promise.resolve({ ...directory, ...over }) };
}

describe('removeTree', () => {
  it('takes what somebody else has removed meanwhile for removed', async () => {
    const entries = () => Promise.resolve({ files: ['file'], directories: ['directory'] });
    const gone = () => failing('ENOENT');
    valueOf(await removeTree(parentOf({ entries, removeFile: gone, openChild: gone }), 'child'));
    valueOf(await removeTree(parentOf({ entries: gone }), 'child'));
    valueOf(await removeTree({ ...parentOf({}), removeDirectory: gone }, 'child'));
    valueOf(await removeTree({ ...parentOf({}), openChild: gone }, 'child'));
  });

  it('closes no directory in which a removal is under way', async () => {
    const happened: string[] = [];
    let finish = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const parent = parentOf({
      entries: () => Promise.resolve({ files: ['busy', 'slow'], directories: [] }),
      removeFile: (name) =>
        name === 'busy' ? failing('EBUSY') : slow.then(() => void happened.push('slow is removed')),
      close: () => Promise.resolve(void happened.push('closed')),
    });
    const removed = removeTree(parent, 'child').catch((error: unknown) => (error as { code: string }).code);
    // Whatever would follow from the first failure has its turn before the second removal ends.
    await new Promise(setImmediate);
    finish();
    expect(await removed).to.equal('EBUSY');
    expect(happened).to.deep.equal(['slow is removed', 'closed']);
  });
});
