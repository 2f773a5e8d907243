import { expect } from 'chai';

import { FairTurns } from '../../../src/app/services/fair-turns.js';

interface Crowd {
  readonly begun: string[];
  readonly end: (() => void)[];
}

/** Each of `keys` takes a turn that lasts until it is ended by hand. */
function crowd(turns: FairTurns, keys: readonly string[]): Crowd {
  const begun: string[] = [];
  const end: (() => void)[] = [];
  for (const key of keys)
    void turns.take(key, () => {
      begun.push(key);
      return new Promise<void>((resolve) => end.push(resolve));
    });
  return { begun, end };
}

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('taking turns', function () {
  it('lets no more happen at once than are allowed', async function () {
    const { begun, end } = crowd(new FairTurns(2), ['a', 'b', 'c', 'd']);
    await soon();
    expect(begun).to.deep.equal(['a', 'b']);
    end[0]?.();
    await soon();
    expect(begun).to.deep.equal(['a', 'b', 'c']);
    end[1]?.();
    end[2]?.();
    await soon();
    expect(begun).to.have.length(4);
  });

  it('goes from key to key, so that a crowd keeps nobody else waiting', async function () {
    const { begun, end } = crowd(new FairTurns(1), ['a', 'a', 'a', 'a', 'b', 'c', 'b']);
    for (let turn = 0; turn < 7; turn++) {
      await soon();
      end[turn]?.();
    }
    expect(begun.join('')).to.equal('aabcaba');
  });

  it('lets more in at once when more are allowed, and none while too many go on', async function () {
    const turns = new FairTurns(1);
    const { begun, end } = crowd(turns, ['a', 'b', 'c', 'd', 'e']);
    turns.allow(3);
    await soon();
    expect(begun.join('')).to.equal('abc');
    turns.allow(1);
    end[0]?.();
    end[1]?.();
    await soon();
    expect(begun.join('')).to.equal('abc');
    end[2]?.();
    await soon();
    expect(begun.join('')).to.equal('abcd');
  });

  it('gives the turn back when what was done failed', async function () {
    const turns = new FairTurns(1);
    const failed = turns.take('a', () => Promise.reject(new Error('no'))).catch(() => 'failed');
    expect(await failed).to.equal('failed');
    expect(await turns.take('b', () => Promise.resolve('well'))).to.equal('well');
  });
});
