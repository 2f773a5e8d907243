import { expect } from 'chai';

import { block, blocks, labelled, list, map } from '../../../src/domain/shape/collections.js';
import { object, required } from '../../../src/domain/shape/object.js';
import { integer, string } from '../../../src/domain/shape/scalars.js';
import type { Shape } from '../../../src/domain/shape/shape.js';
import { reading } from '../../support/reading.js';

describe('The shape list', function () {
  const numbers = list(integer());

  it('reads each item', function () {
    expect(reading(numbers, [1, '2'])).to.deep.equal({ value: [1, 2], problems: [] });
    expect(reading(numbers, [])).to.deep.equal({ value: [], problems: [] });
  });

  it('reports each item that is wrong, by its index', function () {
    expect(reading(numbers, ['a', 2, null])).to.deep.equal({
      value: [2],
      problems: ['x[0] must be a whole number, not "a"', 'x[2] must be a whole number, not null'],
    });
  });

  it('is nothing else than a list', function () {
    const message = 'x must be a list in which each item is a whole number, not 1';
    expect(reading(numbers, 1)).to.deep.equal({ value: undefined, problems: [message] });
    expect(numbers.expects).to.equal('a list in which each item is a whole number');
  });

  it('may be a reference as a whole', function () {
    expect(reading(numbers, '${x}', 'accept')).to.deep.equal({ value: undefined, problems: [] });
    expect(reading(numbers, '${x}').problems).to.have.length(1);
  });
});

describe('The shape map', function () {
  const numbers = map(integer());

  it('reads each value under its own key', function () {
    expect(reading(numbers, { a: 1, b: '2' })).to.deep.equal({ value: { a: 1, b: 2 }, problems: [] });
  });

  it('leaves out what is null or undefined', function () {
    expect(reading(numbers, { a: null, b: 2, c: undefined })).to.deep.equal({
      value: { b: 2 },
      problems: [],
    });
  });

  it('takes several blocks for one, the later ones winning', function () {
    expect(reading(numbers, [{ a: 1, b: 1 }, { b: 2 }])).to.deep.equal({
      value: { a: 1, b: 2 },
      problems: [],
    });
    expect(reading(numbers, [])).to.deep.equal({ value: {}, problems: [] });
  });

  it('reports each value that is wrong, by its key', function () {
    expect(reading(numbers, { a: 'no', b: 2 })).to.deep.equal({
      value: { b: 2 },
      problems: ['x.a must be a whole number, not "no"'],
    });
  });

  it('is nothing else than a block or blocks', function () {
    const message = 'x must be a map in which each value is a whole number, not';
    expect(reading(numbers, 7)).to.deep.equal({ value: undefined, problems: [`${message} 7`] });
    expect(reading(numbers, [{ a: 1 }, 'b'])).to.deep.equal({
      value: undefined,
      problems: [`${message} "b"`],
    });
    expect(numbers.expects).to.equal('a map in which each value is a whole number');
  });

  it('may be a reference as a whole', function () {
    expect(reading(numbers, '${x}', 'accept')).to.deep.equal({ value: undefined, problems: [] });
    expect(reading(numbers, '${x}').problems).to.have.length(1);
  });
});

describe('The shape block', function () {
  const one = block(string());

  it('reads the value, or the only item of a list', function () {
    expect(reading(one, 'a')).to.deep.equal({ value: 'a', problems: [] });
    expect(reading(one, ['a'])).to.deep.equal({ value: 'a', problems: [] });
    expect(one.expects).to.equal('a string');
  });

  it('stands at most once', function () {
    expect(reading(one, ['a', 'b']).problems).to.deep.equal(['x stands 2 times, but only one is allowed']);
  });

  it('is nothing when the list is empty', function () {
    expect(reading(one, [])).to.deep.equal({ value: undefined, problems: [] });
  });
});

describe('The shape blocks', function () {
  const many = blocks(string());

  it('reads one as well as many', function () {
    expect(reading(many, 'a')).to.deep.equal({ value: ['a'], problems: [] });
    expect(reading(many, ['a', 'b'])).to.deep.equal({ value: ['a', 'b'], problems: [] });
    expect(reading(many, [])).to.deep.equal({ value: [], problems: [] });
    expect(many.expects).to.equal('blocks, each a string');
  });
});

describe('The shape labelled', function () {
  const tasks = labelled(string());

  it('gives label and value in the order of the document', function () {
    const value = [
      { label: 'a', value: '1' },
      { label: 'b', value: '2' },
    ];
    expect(reading(tasks, { a: '1', b: '2' })).to.deep.equal({ value, problems: [] });
    expect(reading(tasks, [{ a: '1' }, { b: '2' }])).to.deep.equal({ value, problems: [] });
    expect(tasks.expects).to.equal('blocks with a label');
  });

  it('keeps blocks that have one label, for a rule to find', function () {
    const value = [
      { label: 'a', value: '1' },
      { label: 'a', value: '2' },
    ];
    expect(reading(tasks, { a: ['1', '2'] })).to.deep.equal({ value, problems: [] });
  });

  it('reports what is wrong below the label', function () {
    expect(reading(tasks, { a: [{}, 'ok'] })).to.deep.equal({
      value: [{ label: 'a', value: 'ok' }],
      problems: ['x.a must be a string, not a block'],
    });
    expect(reading(tasks, { a: null }).problems).to.deep.equal(['x.a must be a string, not null']);
    expect(reading(tasks, ['a'])).to.deep.equal({
      value: [],
      problems: ['x must be a block with a label, not "a"'],
    });
  });
});

describe('An empty list', function () {
  const shape = object({ list: required(list(string())) });
  const kinds: readonly Shape<unknown>[] = [map(string()), blocks(string()), labelled(string())];

  it('is a value of its own for whatever may be empty', function () {
    expect(reading(shape, { list: [] }).problems).to.deep.equal([]);
    for (const kind of kinds)
      expect(reading(object({ kind: required(kind) }), { kind: [] }).problems).to.deep.equal([]);
  });

  it('is how a parser spells a block that is not there', function () {
    const missing = reading(object({ block: required(block(string())) }), { block: [] });
    expect(missing.problems).to.deep.equal(['x.block is required: a string']);
  });
});
