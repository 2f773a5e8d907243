import { expect } from 'chai';
import fc from 'fast-check';

import { readEnvironmentFile } from '../../../src/domain/job/environment-file.js';
import { valueOf } from '../../../src/testing/expect-result.js';

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
const text = fc.string({ unit: 'binary' });
const printable = text.map((any) => any.replaceAll(/[^ -\u{10FFFF}]/gu, ''));
const comment = fc.oneof(
  fc.constant(''),
  text.map((any) => ` #${any.replaceAll('\n', '')}`),
);
const variable = (key: string, value: string): Readonly<Record<string, string>> =>
  Object.fromEntries([[key, value]]);

/** As a person may write it, and what it stands for. */
const doubleQuoted = text.map((value) => ({ written: JSON.stringify(value), value }));
const singleQuoted = printable
  .map((any) => any.replaceAll("'", ''))
  .map((value) => ({ written: `'${value}'`, value }));
const bare = printable
  .map((any) => any.replaceAll(/["'#\s\u0085]/g, ''))
  .map((value) => ({ written: value, value }));

describe('Values of variables', function () {
  it('are the texts they were written from, in any quotes and any number of pieces', function () {
    const pieces = fc.array(fc.oneof(doubleQuoted, singleQuoted, bare), { maxLength: 5 });
    fc.assert(
      fc.property(name, pieces, comment, (key, parts, after) => {
        const line = `${key}=${parts.map(({ written }) => written).join('')}${after}`;
        const value = parts.map((part) => part.value).join('');
        expect(valueOf(readEnvironmentFile(line, 'x'))).to.deep.equal(variable(key, value));
      }),
    );
  });

  it('are refused when a quote is open', function () {
    const complete = fc.array(fc.oneof(doubleQuoted, singleQuoted, bare), { maxLength: 3 });
    const open = fc.oneof(
      singleQuoted.map(({ written }) => written.slice(0, -1)),
      doubleQuoted.map(({ written }) => written.slice(0, -1)),
    );
    fc.assert(
      fc.property(name, complete, open, (key, parts, last) => {
        const line = `${key}=${parts.map(({ written }) => written).join('')}${last}`;
        expect(readEnvironmentFile(line, 'x').ok).to.equal(false);
      }),
    );
  });

  it('are read or refused by the number of their line, whatever the text is', function () {
    const words = fc.constantFrom('A', '=', '"', "'", '#', ' ', '\\', '\n', 'u00e9', 'export ', '\t', 'ü');
    const lines = fc.oneof(
      text,
      fc.array(words, { maxLength: 12 }).map((some) => some.join('')),
    );
    fc.assert(
      fc.property(lines, (some) => {
        const read = readEnvironmentFile(some, 'x');
        const count = some.split('\n').length;
        if (read.ok) expect(Object.keys(read.value).length).to.be.at.most(count);
        else
          for (const { path, message } of read.error) {
            expect(path).to.equal('x');
            expect(Number(/ in line (\d+)$/.exec(message)?.[1])).to.be.within(1, count);
          }
      }),
    );
  });

  it('hold the variables of each file when files are put together', function () {
    const file = fc.dictionary(name, text, { maxKeys: 4 }).map((variables) => ({
      variables,
      written: Object.entries(variables).map(([key, value]) => `export ${key} = ${JSON.stringify(value)}\n`),
    }));
    fc.assert(
      fc.property(file, file, (first, second) => {
        const together = [...first.written, '\n# the second\n', ...second.written].join('');
        expect(valueOf(readEnvironmentFile(together, 'x'))).to.deep.equal({
          ...first.variables,
          ...second.variables,
        });
      }),
    );
  });
});
