import { expect } from 'chai';

import { readEnvironmentFile } from '../../../src/domain/job/environment-file.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { problemsOf } from '../../support/problems.js';
import { inOneLine } from '../../support/reading.js';

const read = (text: string): Readonly<Record<string, string>> => valueOf(readEnvironmentFile(text, 'x'));
const wrong = (text: string): readonly string[] => problemsOf(readEnvironmentFile(text, 'x')).map(inOneLine);

describe('A file of variables', function () {
  const files: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['', {}],
    ['\n \n# A=1\n  # B=2', {}],
    ['A=1\nB=2', { A: '1', B: '2' }],
    ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['  A = 1  ', { A: '1' }],
    ['\tA\t=\t1\t', { A: '1' }],
    ['export A=1', { A: '1' }],
    ['  export _a9 = 1', { _a9: '1' }],
    ['a.b/c=1', { 'a.b/c': '1' }],
    ['exportA=1\nexport=2', { exportA: '1', export: '2' }],
    ['A=1\nA=2', { A: '2' }],
    ['__proto__=1', Object.fromEntries([['__proto__', '1']])],
  ];
  for (const [text, variables] of files) {
    it(`gives ${JSON.stringify(variables)} for ${JSON.stringify(text)}`, function () {
      expect(read(text)).to.deep.equal(variables);
    });
  }

  const values: readonly (readonly [string, string])[] = [
    ['', ''],
    ['b=c', 'b=c'],
    ['b c', 'b c'],
    ['# b', ''],
    ['b# c', 'b'],
    ['b   # c', 'b'],
    ['b  c   # d', 'b  c'],
    ['db.local # z', 'db.local'],
    ['b c # d # e', 'b c'],
    ['b \\n', 'b \\n'],
    ['ü ☃ # é', 'ü ☃'],
    ['"b # c"', 'b # c'],
    ['""', ''],
    ['"admin" # the admin', 'admin'],
    ['" b "  # c', ' b '],
    ['"b"c', 'bc'],
    ['b"c"', 'bc'],
    ['b "c" d # e', 'b c d'],
    ['"http://a"/path', 'http://a/path'],
    [String.raw`"b\nc\td\"e\\f\/\r\b\f"`, 'b\nc\td"e\\f/\r\b\f'],
    [String.raw`"\u00e9\uD83D\ude00"`, 'é😀'],
    [String.raw`"\\"n`, '\\n'],
    [String.raw`'b\nc'`, 'b\\nc'],
    ["'b # c' # d", 'b # c'],
    ["''", ''],
    ["'it''s'", 'its'],
    [String.raw`'it'"'"'s'`, "it's"],
    ["'\"'", '"'],
    ["b '' # c", 'b'],
    ["b ''", 'b '],
    ["b ' '# c", 'b  '],
    ['# "open', ''],
    ['b # \u0001', 'b'],
  ];
  for (const [text, value] of values) {
    it(`reads the value ${JSON.stringify(text)} as ${JSON.stringify(value)}`, function () {
      expect(read(`A=${text}`)).to.deep.equal({ A: value });
      expect(read(`A=${text}\nB=1`)).to.deep.equal({ A: value, B: '1' });
    });
  }

  const byLine = String.raw`a value ends with its line: write "\n" for a newline, and \" or "'" for a quote`;
  const escape = String.raw`write "\\" for a backslash, or use single quotes`;
  const control = String.raw`write it as an escape in double quotes, such as "\t"`;
  const faults: readonly (readonly [string, string, string])[] = [
    ['"unterminated', 'a " without its end', byLine],
    ['"', 'a " without its end', byLine],
    ["it's", "a ' without its end", byLine],
    [`"b"'`, "a ' without its end", byLine],
    [`'b'"c`, 'a " without its end', byLine],
    [String.raw`"b\"`, 'a " without its end', byLine],
    ['"b\nc"', 'a " without its end', byLine],
    [String.raw`"\x"`, 'an escape that is none of JSON', escape],
    [String.raw`"\\\q"`, 'an escape that is none of JSON', escape],
    [String.raw`"\ü"`, 'an escape that is none of JSON', escape],
    [String.raw`"\u00e"`, 'an escape that is none of JSON', escape],
    [String.raw`"\u00eg"`, 'an escape that is none of JSON', escape],
    [String.raw`"\ud83d"`, 'an escape that is none of JSON', escape],
    [String.raw`"\ude00\ud83d"`, 'an escape that is none of JSON', escape],
    ['b\t# c', 'a control character', control],
    ['b\tc', 'a control character', control],
    ['"b\tc"', 'a control character', control],
    ["'b\u0000c'", 'a control character', control],
  ];
  for (const [text, has, instead] of faults) {
    it(`refuses the value ${JSON.stringify(text)}`, function () {
      expect(wrong(`\nA=${text}`)[0]).to.equal(`x has ${has} in line 2 | ${instead}`);
    });
  }

  it('tells every line that is no variable, and nothing of what stands there', function () {
    const text = 'A=1\nnothing\n\n9A=1\n=x\nB=2\nA B=1\nex port C=1\na-b=1\nexport  D=1\nexport\tE=1\nü=1';
    expect(wrong(text)).to.deep.equal(
      [2, 4, 5, 7, 8, 9, 10, 11, 12].map(
        (line) =>
          `x has no NAME=value in line ${line.toString()} | a name is of letters, digits, "_", "." and "/"; ` +
          'take "env = true" away to only write the file',
      ),
    );
  });
});
