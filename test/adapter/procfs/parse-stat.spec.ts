import { expect } from 'chai';

import { parseStat } from '../../../src/adapters/procfs/parse-stat.js';

const line = (name: string, state = 'S'): string =>
  `4711 (${name}) ${state} 1 4711 4711 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 987654 2621440 200 18446744073709551615`;

describe('parseStat', function () {
  for (const name of ['sh', 'tmux: server', 'a) S 1 2 3', '((', ')', 'x\ny', '', ') R 1 1 1 (']) {
    it(`is not misled by a process that calls itself ${JSON.stringify(name)}`, function () {
      expect(parseStat(line(name))).to.deep.equal({
        state: 'S',
        parent: 1,
        session: 4711,
        startTicks: 987654,
      });
    });
  }

  it('tells the state', function () {
    expect(parseStat(line('sh', 'Z'))?.state).to.equal('Z');
  });

  it('makes nothing of what is no stat', function () {
    for (const text of ['', '4711 (sh)', '4711 (sh) S 1 2', 'nonsense'])
      expect(parseStat(text), text).to.equal(undefined);
  });
});
