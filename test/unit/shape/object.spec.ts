import { expect } from 'chai';

import { object, optional, required, withDefault } from '../../../src/domain/shape/object.js';
import { problem, problemsBelow } from '../../../src/domain/shape/problem.js';
import { integer, string } from '../../../src/domain/shape/scalars.js';
import { readShape } from '../../../src/domain/shape/shape.js';
import { inOneLine, reading } from '../../support/reading.js';

const shape = object({
  image: required(string('the name of an image')),
  command: optional(string()),
  count: withDefault(integer(), 1),
});

describe('The shape object', function () {
  it('gives every key a value or what its absence means', function () {
    expect(reading(shape, { image: 'a' })).to.deep.equal({
      value: { image: 'a', command: undefined, count: 1 },
      problems: [],
    });
    expect(reading(shape, { image: 'a', command: 'b', count: 2 }).value).to.deep.equal({
      image: 'a',
      command: 'b',
      count: 2,
    });
  });

  it('takes null and an empty list for absence', function () {
    expect(reading(shape, { image: 'a', command: null, count: [] }).value).to.deep.equal({
      image: 'a',
      command: undefined,
      count: 1,
    });
    expect(reading(shape, { image: null }).problems).to.deep.equal([
      'x.image is required: the name of an image',
    ]);
    expect(reading(shape, { image: [] }).problems).to.deep.equal([
      'x.image is required: the name of an image',
    ]);
  });

  it('does not take a list with something in it for absence', function () {
    expect(reading(shape, { image: 'a', count: [1] }).problems).to.deep.equal([
      'x.count must be a whole number, not a list',
    ]);
  });

  it('reports everything at once, and gives nothing then', function () {
    expect(reading(shape, { imagee: 'a', count: 'b', colour: 1 })).to.deep.equal({
      value: undefined,
      problems: [
        'x.imagee is not known here | did you mean "image"?',
        'x.colour is not known here',
        'x.image is required: the name of an image',
        'x.count must be a whole number, not "b"',
      ],
    });
  });

  it('gives nothing while a reference stands in the way, and no problem either', function () {
    const found = reading(shape, { image: 'a', count: '${x}' }, 'accept');
    expect(found).to.deep.equal({ value: undefined, problems: [] });
  });

  it('is nothing else than a block', function () {
    expect(reading(shape, 'a').problems).to.deep.equal(['x must be a block, not "a"']);
    expect(reading(object({}, 'a config'), 1).problems).to.deep.equal(['x must be a config, not 1']);
    expect(shape.expects).to.equal('a block');
  });

  it('does not mistake what every object has for a key', function () {
    expect(reading(shape, { image: 'a', constructor: 1 }).problems).to.deep.equal([
      'x.constructor is not known here',
    ]);
  });
});

describe('readShape', function () {
  it('gives the value exactly when there is no problem', function () {
    expect(readShape(shape, { image: 'a' }, 'config').value).to.have.property('image', 'a');
    const { value, problems } = readShape(shape, { image: 'a', x: 1 }, 'config');
    expect(value).to.equal(undefined);
    expect(problems.map(inOneLine)).to.deep.equal(['config.x is not known here']);
  });

  it('begins paths with the first key when the document has no path', function () {
    expect(readShape(shape, {}, '').problems[0]?.path).to.equal('image');
  });

  it('refuses references unless told otherwise', function () {
    expect(readShape(shape, { image: 'a', count: '${x}' }, '').problems).to.have.length(1);
    expect(readShape(shape, { image: 'a', count: '${x}' }, '', 'accept').problems).to.have.length(0);
  });
});

describe('A problem', function () {
  it('has a suggestion only when one is known', function () {
    expect(problem('a', 'is wrong')).to.deep.equal({ path: 'a', message: 'is wrong' });
    expect(problem('a', 'is wrong', 'do b')).to.deep.equal({
      path: 'a',
      message: 'is wrong',
      suggestion: 'do b',
    });
  });

  it('can be told from further up', function () {
    expect(
      problemsBelow('task.a', [problem('config.b', 'is wrong', 'x'), problem('c', 'too')]),
    ).to.deep.equal([
      { path: 'task.a.config.b', message: 'is wrong', suggestion: 'x' },
      { path: 'task.a.c', message: 'too' },
    ]);
  });
});
