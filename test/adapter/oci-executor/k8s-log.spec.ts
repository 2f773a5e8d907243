import { expect } from 'chai';

import { readLogLines } from '../../../src/adapters/oci-executor/k8s-log.js';

const time = '2026-11-23T22:21:08.730997461+00:00';
const log = Buffer.concat([
  Buffer.from(`${time} stdout F one\n${time} stdout P tw`),
  Buffer.from(`o\n${time} stdout F \n${time} stderr P err`),
  Buffer.from([0, 255, 13, 32]),
  Buffer.from(`\n${time} stderr F F P stdout\n${time} stdout F Zoë\n`),
]);
const stdout = 'one\ntwo\nZoë\n';
const stderr = Buffer.concat([
  Buffer.from('err'),
  Buffer.from([0, 255, 13, 32]),
  Buffer.from('F P stdout\n'),
]);

/** Reads the log in two pieces, the second of which begins where the first ended. */
function readIn(...ends: readonly number[]): { readonly stdout: Buffer; readonly stderr: Buffer } {
  const read: { stream: string; bytes: Uint8Array }[] = [];
  let from = 0;
  for (const end of [...ends, log.length]) {
    const { runs, consumed } = readLogLines(log.subarray(from, end));
    read.push(...runs);
    from += consumed;
  }
  const of = (stream: string): Buffer =>
    Buffer.concat(read.filter((run) => run.stream === stream).map(({ bytes }) => bytes));
  return { stdout: of('stdout'), stderr: of('stderr') };
}

describe('readLogLines', function () {
  it('gives the text as it was printed, streams apart', function () {
    const read = readIn();
    expect(read.stdout.toString()).to.equal(stdout);
    expect(read.stderr.equals(stderr)).to.equal(true);
  });

  it('gives the same wherever the log is cut', function () {
    for (let cut = 0; cut <= log.length; cut++) {
      const read = readIn(cut);
      expect(read.stdout.toString(), `cut at ${cut.toString()}`).to.equal(stdout);
      expect(read.stderr.equals(stderr), `cut at ${cut.toString()}`).to.equal(true);
    }
  });

  it('puts neighbours of one stream together, and tells where each run ends', function () {
    const { runs, consumed } = readLogLines(log);
    expect(runs.map(({ stream }) => stream)).to.deep.equal(['stdout', 'stderr', 'stdout']);
    expect(consumed).to.equal(log.length);
    for (const { end } of runs) expect(log[end - 1]).to.equal(10);
    expect(runs.at(-1)?.end).to.equal(log.length);
    const rest = readLogLines(log.subarray(runs[0]?.end));
    expect(rest.runs.map(({ stream }) => stream)).to.deep.equal(['stderr', 'stdout']);
  });

  it('leaves a line alone that has not ended yet', function () {
    const { runs, consumed } = readLogLines(Buffer.from(`${time} stdout F whole\n${time} stdout F hal`));
    expect(runs.map(({ bytes }) => Buffer.from(bytes).toString())).to.deep.equal(['whole\n']);
    expect(consumed).to.equal(`${time} stdout F whole\n`.length);
    expect(readLogLines(Buffer.from(''))).to.deep.equal({ runs: [], consumed: 0 });
  });

  for (const line of [
    '',
    'x',
    time,
    `${time} stdout`,
    `${time} stdin F x`,
    `${time} stdout X x`,
    `${time} stdoutFFx`,
  ]) {
    it(`passes over the line "${line}", which is none of conmon's`, function () {
      const { runs, consumed } = readLogLines(Buffer.from(`${line}\n${time} stdout F x\n`));
      expect(runs.map(({ bytes }) => Buffer.from(bytes).toString())).to.deep.equal(['x\n']);
      expect(consumed).to.equal(line.length + `\n${time} stdout F x\n`.length);
    });
  }
});
