import { expect } from 'chai';

import { list } from '../../../src/domain/shape/collections.js';
import { object, optional, required } from '../../../src/domain/shape/object.js';
import { emptyOr, refine, refused, spelt, unless } from '../../../src/domain/shape/refine.js';
import { integer, string } from '../../../src/domain/shape/scalars.js';
import { reading } from '../../support/reading.js';

describe('The shape refine', function () {
  const length = refine(string(), (text) => text.length, 'a word');

  it('takes further what another shape reads', function () {
    expect(reading(length, 'abc')).to.deep.equal({ value: 3, problems: [] });
    expect(length.expects).to.equal('a word');
    expect(refine(string(), (text) => text).expects).to.equal('a string');
  });

  it('is not asked about what the other shape could not read', function () {
    expect(reading(length, [])).to.deep.equal({
      value: undefined,
      problems: ['x must be a string, not a list'],
    });
  });

  it('waits for references', function () {
    expect(reading(length, '${x}', 'accept')).to.deep.equal({ value: undefined, problems: [] });
    expect(reading(length, '${x}')).to.deep.equal({ value: 4, problems: [] });
  });

  it('takes an empty list where the other shape does', function () {
    const counted = object({ items: required(refine(list(string()), (items) => items.length)) });
    expect(reading(counted, { items: [] }).value).to.deep.equal({ items: 0 });
    const plain = object({ item: required(length) });
    expect(reading(plain, { item: [] }).problems).to.deep.equal(['x.item is required: a word']);
  });
});

describe('The shape spelt', function () {
  const hex = spelt('a hexadecimal number', (text) =>
    /^[0-9a-f]+$/.test(text) ? parseInt(text, 16) : undefined,
  );

  it('reads a notation, and refuses what is not written in it', function () {
    expect(reading(hex, 'ff')).to.deep.equal({ value: 255, problems: [] });
    expect(reading(hex, '0')).to.deep.equal({ value: 0, problems: [] });
    expect(reading(hex, 'fg').problems).to.deep.equal(['x must be a hexadecimal number, not "fg"']);
    expect(reading(hex, {}).problems).to.deep.equal(['x must be a hexadecimal number, not a block']);
    expect(hex.expects).to.equal('a hexadecimal number');
  });
});

describe('The shape unless', function () {
  const odd = unless(integer(), (n) =>
    n % 2 === 0 ? { message: 'is even', suggestion: 'add one' } : undefined,
  );

  it('reads what there is no objection to', function () {
    expect(reading(odd, 3)).to.deep.equal({ value: 3, problems: [] });
    expect(reading(odd, 2)).to.deep.equal({ value: undefined, problems: ['x is even | add one'] });
  });
});

describe('The shape emptyOr', function () {
  it('lets empty text through, and nothing else that the other shape refuses', function () {
    const shape = emptyOr(spelt('a letter', (text) => (/^[a-z]$/.test(text) ? text : undefined)));
    expect(reading(shape, '')).to.deep.equal({ value: '', problems: [] });
    expect(reading(shape, 'a')).to.deep.equal({ value: 'a', problems: [] });
    expect(reading(shape, '1').problems).to.deep.equal(['x must be a letter, not "1"']);
    expect(shape.expects).to.equal('a letter');
  });
});

describe('The shape refused', function () {
  const shape = object({ isolation: optional(refused({ message: 'is for Windows' })) });

  it('objects to any value but empty text', function () {
    expect(reading(shape, { isolation: 'hyperv' }).problems).to.deep.equal(['x.isolation is for Windows']);
    expect(reading(shape, { isolation: [{ a: 1 }] }).problems).to.deep.equal(['x.isolation is for Windows']);
    expect(reading(shape, { isolation: '' })).to.deep.equal({ value: { isolation: 'absent' }, problems: [] });
    expect(reading(shape, {}).problems).to.deep.equal([]);
    expect(refused({ message: '' }).expects).to.equal('nothing');
  });
});
