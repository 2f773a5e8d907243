import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import type { LogTarget } from '../../../src/domain/ports/log-sink.js';
import { type LogDirectory, makeLogDirectory } from './log-directory.js';
import { lineAt } from './numbered-lines.js';

const program = fileURLToPath(new URL('pump-process.js', import.meta.url));

/** Carries so many chunks, or without an end, from where the last one stopped. */
async function carry(target: LogTarget, chunks: number | null): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, JSON.stringify({ target, chunks })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
  expect(String(said)).to.equal('carrying\n');
  return child;
}

describe('the log of a task whose agent is killed at any moment', function () {
  this.timeout(120_000);
  let logs: LogDirectory;

  beforeEach(async () => {
    logs = await makeLogDirectory();
  });

  afterEach(() => logs.remove());

  const killedOften = async (target: LogTarget, isEnough: () => Promise<boolean>): Promise<void> => {
    for (let kills = 0; kills < 8 || !(await isEnough()); kills++) {
      const child = await carry(target, null);
      await pause(Math.random() ** 2 * 300);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      expect((await ended)[1]).to.equal('SIGKILL');
    }
    const [code] = (await once(await carry(target, 50), 'exit')) as [number];
    expect(code).to.equal(0);
  };

  for (const policy of [
    { maxFiles: 1_000_000, maxFileBytes: 4000 },
    { maxFiles: 1_000_000, maxFileBytes: 1_000_000 },
    { maxFiles: 3, maxFileBytes: 1000 },
    { maxFiles: 2, maxFileBytes: 500 },
    { maxFiles: 1, maxFileBytes: 400 },
  ])
    it(`has every line once and in order, in ${policy.maxFiles.toString()} files of ${policy.maxFileBytes.toString()} bytes`, async () => {
      const keepsAll = policy.maxFiles === 1_000_000;
      await killedOften(logs.target(policy), async () => !keepsAll || (await linesOf(logs)) > 1000);
      for (const stream of ['stdout', 'stderr'] as const) {
        const files = await logs.contents(stream);
        expect(files.length).to.be.at.most(policy.maxFiles);
        for (const { length } of files) expect(length).to.be.at.most(policy.maxFileBytes);
        expectInOrder(Buffer.concat(files).toString(), keepsAll ? 1 : undefined);
      }
    });
});

/** Of the stream that has fewer. */
async function linesOf(logs: LogDirectory): Promise<number> {
  const files = [await logs.contents('stdout'), await logs.contents('stderr')];
  return Math.min(...files.map((each) => Buffer.concat(each).toString().split('\n').length - 1));
}

/** From the number on, or from the first whole line that is still there, up to a last one that was not ended. */
function expectInOrder(text: string, from: number | undefined): void {
  const lines = text.split(/(?<=\n)/);
  const begun = lines.at(-1)?.endsWith('\n') === true ? '' : (lines.pop() ?? '');
  let next = from ?? parseInt(lines[0] ?? begun, 10);
  for (const line of lines) {
    if (line !== lineAt(next)) expect(line, `line ${next.toString()}`).to.equal(lineAt(next));
    next += 1;
  }
  expect(lineAt(next).startsWith(begun), `"${begun}" begins line ${next.toString()}`).to.equal(true);
}
