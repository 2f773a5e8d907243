import { expect } from 'chai';

import {
  adviseOn,
  fault,
  type FaultAdvice,
  type RuntimeFaultKind,
} from '../../../src/domain/faults/runtime-fault.js';
import { assertNever } from '../../../src/domain/shared/assert-never.js';

/** A kind that has no line here does not compile. */
const advice: Readonly<Record<RuntimeFaultKind, FaultAdvice>> = {
  'not-found': 'give-up',
  'invalid-spec': 'give-up',
  unsupported: 'give-up',
  'permission-denied': 'give-up',
  'resource-exhausted': 'back-off',
  unavailable: 'back-off',
  conflict: 'look-first',
  'outcome-unknown': 'look-first',
  internal: 'look-first',
};

describe('A runtime fault', function () {
  for (const [kind, expected] of Object.entries(advice)) {
    it(`of kind ${kind} says: ${expected}`, function () {
      expect(adviseOn(kind as RuntimeFaultKind)).to.equal(expected);
    });
  }

  it('holds kind, message and what else is known', function () {
    expect(fault('conflict', 'the name is taken')).to.deep.equal({
      kind: 'conflict',
      message: 'the name is taken',
    });
    expect(fault('unavailable', 'no engine', { remedy: 'start it', cause: 7 })).to.deep.equal({
      kind: 'unavailable',
      message: 'no engine',
      remedy: 'start it',
      cause: 7,
    });
  });
});

describe('assertNever', function () {
  it('ends a program that reached what can not be reached', function () {
    expect(() => assertNever('surprise' as never)).to.throw(TypeError, 'unreachable: "surprise"');
  });
});
