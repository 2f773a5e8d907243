import { expect } from 'chai';
import fc from 'fast-check';

import { block, blocks, labelled, list, map } from '../../../src/domain/shape/collections.js';
import { object, optional, required } from '../../../src/domain/shape/object.js';
import { emptyOr, refused, unless } from '../../../src/domain/shape/refine.js';
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
import { anyBlock, anyJson } from '../../support/any-json.js';
import { reading } from '../../support/reading.js';

const inner = object({ name: required(filled('a name')), size: optional(integer({ min: 1 })) });
const shapes: Readonly<Record<string, Shape<unknown>>> = {
  string: string(),
  filled: filled('a name'),
  number: number(),
  integer: integer({ min: 0, max: 9 }),
  boolean: boolean(),
  duration: duration(),
  oneOf: oneOf('a', 'b'),
  list: list(inner),
  map: map(integer()),
  block: block(inner),
  blocks: blocks(inner),
  labelled: labelled(inner),
  object: inner,
  refused: refused({ message: 'no' }),
  unless: unless(string(), (text) => (text === '' ? { message: 'no' } : undefined)),
  emptyOr: emptyOr(filled('a name')),
};

describe('Any shape, whatever it is given', function () {
  for (const [name, shape] of Object.entries(shapes)) {
    it(`gives a value or a problem, as ${name} does`, function () {
      fc.assert(
        fc.property(fc.oneof(anyJson, anyBlock(['name', 'size'])), (json) => {
          const { value, problems } = reading(shape, json);
          const empty = Array.isArray(json) && json.length === 0;
          if (value === undefined && !empty) expect(problems).to.not.be.empty;
        }),
      );
    });

    it(`finds no more wrong while references are accepted, as ${name} does`, function () {
      fc.assert(
        fc.property(fc.oneof(anyJson, anyBlock(['name', 'size'])), (json) => {
          const accepted = reading(shape, json, 'accept').problems;
          expect(reading(shape, json).problems).to.include.members([...accepted]);
        }),
      );
    });
  }
});
