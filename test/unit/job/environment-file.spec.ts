import { expect } from 'chai';

import { readEnvironmentFile } from '../../../src/domain/job/environment-file.js';
import { valueOf } from '../../support/expect-result.js';
import { problemsOf } from '../../support/problems.js';
import { inOneLine } from '../../support/reading.js';

const read = (text: string): Readonly<Record<string, string>> => valueOf(readEnvironmentFile(text, 'x'));

describe('A file of variables', function () {
  const lines: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['', {}],
    ['\n \n# A=1\n  # B=2', {}],
    ['A=1\nB=2', { A: '1', B: '2' }],
    ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['  A = 1  ', { A: '1' }],
    ['export A=1', { A: '1' }],
    ['export  _a.b-9=1', { '_a.b-9': '1' }],
    ['exportA=1', { exportA: '1' }],
    ['A=', { A: '' }],
    ['A=b=c', { A: 'b=c' }],
    ['A=# b', { A: '# b' }],
    ['A="b c"', { A: 'b c' }],
    ['A=""', { A: '' }],
    ['A="b\\nc\\td\\"e\\\\f\\x"', { A: 'b\nc\td"e\\fx' }],
    ["A='b\\nc'", { A: 'b\\nc' }],
    ["A=''", { A: '' }],
    ['A="b', { A: '"b' }],
    ["A=b'", { A: "b'" }],
    ["A=b'c'", { A: "b'c'" }],
    ["A='c'b", { A: "'c'b" }],
    ['A=b"c"', { A: 'b"c"' }],
    ['A="c"b', { A: '"c"b' }],
    ['A=1\nA=2', { A: '2' }],
  ];
  for (const [text, variables] of lines) {
    it(`gives ${JSON.stringify(variables)} for ${JSON.stringify(text)}`, function () {
      expect(read(text)).to.deep.equal(variables);
    });
  }

  it('tells every line that is no variable', function () {
    const text = 'A=1\nnothing\n\n9A=1\n=x\nB=2\nA B=1\nex port C=1';
    const problem = (line: number): string =>
      `x has no NAME=value in line ${line.toString()} | take "env = true" away to only write the file`;
    expect(problemsOf(readEnvironmentFile(text, 'x')).map(inOneLine)).to.deep.equal(
      [2, 4, 5, 7, 8].map(problem),
    );
  });
});
