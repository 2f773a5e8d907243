import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { FileLogSink } from '../../../src/adapters/task-logs/file-log-sink.js';
import type { LogPosition } from '../../../src/domain/model/instance.js';
import type { LogTarget } from '../../../src/domain/ports/log-sink.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../../support/host-clock.js';
import { makeLogDirectory } from './log-directory.js';

const run = promisify(execFile);
const program = fileURLToPath(new URL('killed-step-process.js', import.meta.url));
const chunks = ['a\nbc', 'd\nefghij', 'klmno', 'pq\nrs', 'tuvwxyz', 'ABCD\nE\n', 'F\n'];
const all = chunks.join('');

interface Case {
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  /** Between two checkpoints, at most. */
  readonly afterBytes: number;
}

/** Whether it came to its end before that step. */
async function writtenTo(target: LogTarget, step: number, afterBytes: number): Promise<boolean> {
  try {
    await run(process.execPath, [program, JSON.stringify({ target, chunks, step, afterBytes })]);
    return true;
  } catch (error) {
    expect(error).to.have.property('signal', 'SIGKILL');
    return false;
  }
}

/** What is there once the next agent has gone on from where one was killed; undefined when it was not. */
async function takenUp(step: number, { afterBytes, ...policy }: Case): Promise<string | undefined> {
  const logs = await makeLogDirectory();
  try {
    const target = logs.target(policy);
    if (await writtenTo(target, step, afterBytes)) return undefined;
    const log = valueOf(await new FileLogSink(hostClock).open(target));
    const from = Number(log.resumeAfter ?? 0);
    for (const [index, chunk] of chunks.entries())
      if (index >= from)
        valueOf(await log.write('stdout', Buffer.from(chunk), (index + 1).toString() as LogPosition));
    await log.close();
    return Buffer.concat(await logs.contents()).toString();
  } finally {
    await logs.remove();
  }
}

describe('the log of a task whose agent is killed before a step', function () {
  this.timeout(120_000);

  for (const policy of [
    { maxFiles: 1000, maxFileBytes: 7, afterBytes: 9 },
    { maxFiles: 2, maxFileBytes: 14, afterBytes: 1 },
    { maxFiles: 1, maxFileBytes: 14, afterBytes: 1 },
  ])
    it(`misses and doubles nothing, whichever step, with ${JSON.stringify(policy)}`, async () => {
      let steps = 0;
      for (let text = await takenUp(1, policy); text !== undefined; text = await takenUp(++steps + 1, policy))
        expectWhole(
          text,
          policy.maxFiles === 1000 ? 0 : undefined,
          `killed before step ${(steps + 1).toString()}`,
        );
      expect(steps).to.be.greaterThan(20);
    });
});

/** From there to the end, or from the beginning of some line. */
function expectWhole(text: string, from: number | undefined, when: string): void {
  const start = from ?? all.length - text.length;
  expect(text, when).to.equal(all.slice(start));
  expect(all.charAt(start - 1), `before "${text}", ${when}`).to.be.oneOf(['', '\n']);
}
