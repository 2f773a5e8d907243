import { expect } from 'chai';

import { stepsTo } from '../../../src/domain/model/task-file.js';

describe('stepsTo', function () {
  const paths: readonly (readonly [string, 'root' | 'shared', readonly string[]])[] = [
    ['local/a/b', 'root', ['local', 'a', 'b']],
    ['../alloc/data/x', 'shared', ['data', 'x']],
    ['../alloc/', 'shared', ['']],
    ['../alloc', 'root', ['..', 'alloc']],
    ['a/../alloc/', 'root', ['a', '..', 'alloc', '']],
    ['', 'root', ['']],
  ];
  for (const [path, from, names] of paths) {
    it(`leads to "${path}" from ${from}`, function () {
      expect(stepsTo(path)).to.deep.equal({ from, names });
    });
  }
});
