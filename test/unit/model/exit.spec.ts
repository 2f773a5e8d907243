import { expect } from 'chai';

import {
  describeExit,
  type Exit,
  exitFromStatus,
  isSuccess,
  statusOf,
} from '../../../src/domain/model/exit.js';

const code = (value: number, oom = false): Exit => ({ kind: 'code', code: value, oom });
const unknown: Exit = { kind: 'unknown', why: 'the monitor is gone', oom: false };

describe('exitFromStatus', function () {
  const table: readonly (readonly [number, Exit])[] = [
    [0, code(0)],
    [7, code(7)],
    [127, code(127)],
    [128, code(128)],
    [129, { kind: 'signal', signal: 'SIGHUP', oom: false }],
    [139, { kind: 'signal', signal: 'SIGSEGV', oom: false }],
    [159, { kind: 'signal', signal: 'SIGSYS', oom: false }],
    [160, code(160)],
    [255, code(255)],
    [-1, code(-1)],
  ];
  for (const [status, exit] of table) {
    it(`tells status ${status.toString()} as ${describeExit(exit)}`, function () {
      expect(exitFromStatus(status, false)).to.deep.equal(exit);
    });
  }

  it('keeps what the cgroup told about memory', function () {
    expect(exitFromStatus(137, true)).to.deep.equal({ kind: 'signal', signal: 'SIGKILL', oom: true });
    expect(exitFromStatus(1, true)).to.deep.equal(code(1, true));
  });
});

describe('statusOf', function () {
  it('gives back the status that an exit was read from', function () {
    for (const status of [0, 1, 127, 129, 143, 159, 255])
      expect(statusOf(exitFromStatus(status, false))).to.equal(status);
  });

  it('invents nothing for an exit that nobody knows', function () {
    expect(statusOf(unknown)).to.equal(undefined);
  });
});

describe('isSuccess', function () {
  it('is true of code 0 alone', function () {
    expect(isSuccess(code(0))).to.equal(true);
    expect(isSuccess(code(1))).to.equal(false);
    expect(isSuccess({ kind: 'signal', signal: 'SIGTERM', oom: false })).to.equal(false);
    expect(isSuccess(unknown)).to.equal(false);
  });
});

describe('describeExit', function () {
  it('is short, and names what is not a plain code', function () {
    expect(describeExit(code(7))).to.equal('7');
    expect(describeExit({ kind: 'signal', signal: 'SIGSEGV', oom: false })).to.equal('SIGSEGV');
    expect(describeExit({ kind: 'signal', signal: 'SIGKILL', oom: true })).to.equal(
      'SIGKILL (out of memory)',
    );
    expect(describeExit(code(1, true))).to.equal('1 (out of memory)');
    expect(describeExit(unknown)).to.equal('unknown: the monitor is gone');
  });
});
