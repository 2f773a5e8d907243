import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect } from 'chai';

import { onAbort } from '../../../src/app/services/on-abort.js';

const many = Array.from({ length: 12 }, (_, index) => index);

/** What is only weakly held is gone after it. */
function tidyMemory(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

describe('What hangs on a signal', function () {
  it('acts once when it aborts, or at once when it has', function () {
    const [happened, over] = [new AbortController(), new AbortController()];
    const acted: string[] = [];
    onAbort(happened.signal, over.signal, () => acted.push('later'));
    expect(acted).to.deep.equal([]);
    happened.abort();
    onAbort(happened.signal, over.signal, () => acted.push('at once'));
    over.abort();
    onAbort(happened.signal, over.signal, () => acted.push('never'));
    expect(acted).to.deep.equal(['later', 'at once']);
  });

  it('does nothing once it is over, whatever else hangs there and however often memory was tidied', async function () {
    const happened = new AbortController();
    const overs = many.map(() => new AbortController());
    const acted: number[] = [];
    for (const [index, over] of overs.entries())
      onAbort(happened.signal, over.signal, () => acted.push(index));
    await new Promise((resolve) => setImmediate(resolve));
    tidyMemory();
    for (const over of overs.slice(1)) over.abort();
    happened.abort();
    expect(acted).to.deep.equal([0]);
  });

  it('may be much, without a warning', async function () {
    const warnings: string[] = [];
    const note = ({ name }: Error): void => void warnings.push(name);
    process.on('warning', note);
    const happened = new AbortController();
    for (const index of many) onAbort(happened.signal, new AbortController().signal, () => index);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).to.deep.equal([]);
  });
});
