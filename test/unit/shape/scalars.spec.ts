import { expect } from 'chai';

import {
  boolean,
  duration,
  filled,
  integer,
  number,
  oneOf,
  string,
} from '../../../src/domain/shape/scalars.js';
import type { Shape } from '../../../src/domain/shape/shape.js';
import type { Json } from '../../../src/domain/shared/json.js';
import { reading } from '../../support/reading.js';

interface Case {
  readonly shape: Shape<unknown>;
  readonly takes: readonly (readonly [Json, unknown])[];
  readonly refuses: readonly (readonly [Json, string])[];
}

const cases: Readonly<Record<string, Case>> = {
  string: {
    shape: string(),
    takes: [
      ['text', 'text'],
      ['', ''],
      ['${NOMAD_IP}', '${NOMAD_IP}'],
      [7, '7'],
      [1.5, '1.5'],
      [1e-7, '0.0000001'],
      [false, 'false'],
    ],
    refuses: [
      [null, 'x must be a string, not null'],
      [[], 'x must be a string, not a list'],
      [{}, 'x must be a string, not a block'],
    ],
  },
  'string in words of its own': {
    shape: string('the name of an image'),
    takes: [],
    refuses: [[{}, 'x must be the name of an image, not a block']],
  },
  filled: {
    shape: filled('a path'),
    takes: [
      ['a', 'a'],
      [' a ', ' a '],
    ],
    refuses: [
      ['', 'x must be a path, not empty'],
      ['  ', 'x must be a path, not empty'],
      [[], 'x must be a path, not a list'],
    ],
  },
  number: {
    shape: number(),
    takes: [
      [1.5, 1.5],
      ['1.5', 1.5],
      [' 2 ', 2],
      [-1, -1],
    ],
    refuses: [
      ['', 'x must be a number, not ""'],
      [' ', 'x must be a number, not " "'],
      ['a', 'x must be a number, not "a"'],
      ['Infinity', 'x must be a number, not "Infinity"'],
      [true, 'x must be a number, not true'],
      [null, 'x must be a number, not null'],
      [[], 'x must be a number, not a list'],
      ['${NOMAD_IP}', 'x must be a number, not "${NOMAD_IP}"'],
    ],
  },
  'number between bounds': {
    shape: number({ min: 1, max: 2 }),
    takes: [
      [1, 1],
      [1.5, 1.5],
      [2, 2],
    ],
    refuses: [
      [0.9, 'x must be a number from 1 to 2, not 0.9'],
      [2.1, 'x must be a number from 1 to 2, not 2.1'],
    ],
  },
  'number with a floor': {
    shape: number({ min: 0 }),
    takes: [[0, 0]],
    refuses: [[-1, 'x must be a number of at least 0, not -1']],
  },
  'number with a ceiling': {
    shape: number({ max: 0 }),
    takes: [[0, 0]],
    refuses: [[1, 'x must be a number of at most 0, not 1']],
  },
  integer: {
    shape: integer(),
    takes: [
      [7, 7],
      ['-7', -7],
    ],
    refuses: [[1.5, 'x must be a whole number, not 1.5']],
  },
  'integer between bounds': {
    shape: integer({ min: 1, max: 3 }),
    takes: [[3, 3]],
    refuses: [
      [4, 'x must be a whole number from 1 to 3, not 4'],
      [1.5, 'x must be a whole number from 1 to 3, not 1.5'],
    ],
  },
  boolean: {
    shape: boolean(),
    takes: [
      [true, true],
      [false, false],
      ['true', true],
      ['false', false],
    ],
    refuses: [
      ['yes', 'x must be true or false, not "yes"'],
      [1, 'x must be true or false, not 1'],
      [null, 'x must be true or false, not null'],
    ],
  },
  duration: {
    shape: duration(),
    takes: [
      ['1h30m', 5_400_000],
      ['0', 0],
      [30_000_000_000, 30_000],
    ],
    refuses: [
      ['30', 'x must be a duration such as "30s", not "30"'],
      [true, 'x must be a duration such as "30s", not true'],
      [null, 'x must be a duration such as "30s", not null'],
    ],
  },
  oneOf: {
    shape: oneOf('fail', 'delay'),
    takes: [
      ['fail', 'fail'],
      ['delay', 'delay'],
    ],
    refuses: [
      ['Fail', 'x must be one of "fail", "delay", not "Fail"'],
      [null, 'x must be one of "fail", "delay", not null'],
    ],
  },
};

for (const [name, { shape, takes, refuses }] of Object.entries(cases)) {
  describe(`The shape ${name}`, function () {
    for (const [value, read] of takes)
      it(`takes ${JSON.stringify(value)}`, function () {
        expect(reading(shape, value)).to.deep.equal({ value: read, problems: [] });
      });

    for (const [value, message] of refuses)
      it(`refuses ${JSON.stringify(value)}`, function () {
        expect(reading(shape, value)).to.deep.equal({ value: undefined, problems: [message] });
      });
  });
}

describe('A scalar with a reference in it', function () {
  const shapes: Readonly<Record<string, Shape<unknown>>> = {
    number: number(),
    boolean: boolean(),
    duration: duration(),
    oneOf: oneOf('a'),
  };
  for (const [name, shape] of Object.entries(shapes)) {
    it(`can't be judged as a ${name} until the reference is resolved`, function () {
      expect(reading(shape, 'a${NOMAD_IP}', 'accept')).to.deep.equal({ value: undefined, problems: [] });
      expect(reading(shape, 'a${NOMAD_IP}').problems).to.have.length(1);
      expect(reading(shape, 'x', 'accept').problems).to.have.length(1);
      expect(reading(shape, ['${NOMAD_IP}'], 'accept').problems).to.have.length(1);
    });
  }

  it('says what it expects before anything was read', function () {
    const words = Object.values(shapes).map(({ expects }) => expects);
    expect(words).to.deep.equal(['a number', 'true or false', 'a duration such as "30s"', 'one of "a"']);
    expect([string().expects, filled('a path').expects]).to.deep.equal(['a string', 'a path']);
  });
});
