import { expect } from 'chai';

import {
  EngineFailure,
  type Failing,
} from '../../../src/adapters/docker-engine/connection/engine-failure.js';
import { readFault } from '../../../src/adapters/docker-engine/connection/read-fault.js';
import type { RuntimeFaultKind } from '../../../src/domain/faults/runtime-fault.js';

const kindOf = (failing: Failing, effect: 'command' | 'query'): RuntimeFaultKind =>
  readFault(new EngineFailure(failing, 'why'), { name: 'start web', effect, boundMs: 1000 }, 7).kind;

describe('The fault of a failed request', function () {
  const statuses: readonly (readonly [number, RuntimeFaultKind, RuntimeFaultKind])[] = [
    // status, of a command, of a query
    [301, 'internal', 'internal'],
    [304, 'internal', 'internal'],
    [400, 'invalid-spec', 'invalid-spec'],
    [401, 'permission-denied', 'permission-denied'],
    [403, 'permission-denied', 'permission-denied'],
    [404, 'not-found', 'not-found'],
    [405, 'unsupported', 'unsupported'],
    [406, 'invalid-spec', 'invalid-spec'],
    [408, 'outcome-unknown', 'unavailable'],
    [409, 'conflict', 'conflict'],
    [418, 'invalid-spec', 'invalid-spec'],
    [429, 'resource-exhausted', 'resource-exhausted'],
    [500, 'internal', 'internal'],
    [501, 'unsupported', 'unsupported'],
    [502, 'outcome-unknown', 'unavailable'],
    [503, 'unavailable', 'unavailable'],
    [504, 'outcome-unknown', 'unavailable'],
    [507, 'resource-exhausted', 'resource-exhausted'],
    [599, 'internal', 'internal'],
  ];
  for (const [status, ofCommand, ofQuery] of statuses) {
    it(`is ${ofCommand} for a command and ${ofQuery} for a query at status ${status.toString()}`, function () {
      expect(kindOf({ how: 'answered', status }, 'command')).to.equal(ofCommand);
      expect(kindOf({ how: 'answered', status }, 'query')).to.equal(ofQuery);
    });
  }

  const errnos: readonly (readonly [string | undefined, RuntimeFaultKind])[] = [
    ['ECONNREFUSED', 'unavailable'],
    ['ENOENT', 'unavailable'],
    ['ENOTSOCK', 'unavailable'],
    ['ETIMEDOUT', 'unavailable'],
    ['EHOSTUNREACH', 'unavailable'],
    [undefined, 'unavailable'],
    ['EACCES', 'permission-denied'],
    ['EPERM', 'permission-denied'],
    ['EMFILE', 'resource-exhausted'],
    ['ENOMEM', 'resource-exhausted'],
  ];
  for (const [errno, kind] of errnos) {
    it(`is ${kind} when connecting fails with ${errno ?? 'no errno'}: nothing was asked`, function () {
      for (const effect of ['command', 'query'] as const)
        expect(kindOf({ how: 'lost', phase: 'connecting', errno, reused: false }, effect)).to.equal(kind);
    });
  }

  for (const phase of ['asked', 'answering'] as const) {
    it(`is an unknown outcome for a command that is lost or given up while ${phase}`, function () {
      for (const errno of ['ECONNRESET', 'EPIPE', 'EACCES', undefined]) {
        expect(kindOf({ how: 'lost', phase, errno, reused: true }, 'command')).to.equal('outcome-unknown');
        expect(kindOf({ how: 'lost', phase, errno, reused: true }, 'query')).to.equal('unavailable');
      }
      for (const by of ['caller', 'deadline'] as const) {
        expect(kindOf({ how: 'given-up', phase, by }, 'command')).to.equal('outcome-unknown');
        expect(kindOf({ how: 'given-up', phase, by }, 'query')).to.equal('unavailable');
      }
    });
  }

  it('is unavailable when it was given up before it was sent', function () {
    for (const effect of ['command', 'query'] as const)
      expect(kindOf({ how: 'given-up', phase: 'connecting', by: 'deadline' }, effect)).to.equal(
        'unavailable',
      );
  });

  it('names the call and what the engine said, for people', function () {
    const failure = new EngineFailure({ how: 'answered', status: 409 }, '409: name is taken');
    const call = { name: 'create web', effect: 'command', boundMs: 1000 } as const;
    expect(readFault(failure, call, 7)).to.deep.equal({
      kind: 'conflict',
      message: 'create web: the engine answered 409: name is taken',
      cause: failure,
    });
  });

  it('names the call, how long it took and how long it may take when it was given up', function () {
    const failure = new EngineFailure(
      { how: 'given-up', phase: 'asked', by: 'deadline' },
      'no answer in time',
    );
    const call = { name: 'inspect web', effect: 'query', boundMs: 15_000 } as const;
    expect(readFault(failure, call, 15_200).message).to.equal(
      'inspect web: no answer in time, after 15.2s, with a bound of 15s',
    );
  });
});
