import { expect } from 'chai';

import type { AttemptToken } from '../../domain/model/ids.js';
import type { LogPosition, OutputStream } from '../../domain/model/instance.js';
import type { LogPolicy } from '../../domain/model/job.js';
import type { LogSink, LogTarget, TaskLog } from '../../domain/ports/log-sink.js';
import { anAllocId, anAttemptToken } from '../builders/an-identity.js';
import { eventually } from '../eventually.js';
import { valueOf } from '../expect-result.js';

export interface LogSinkHarness {
  readonly subject: LogSink;
  /** As another process has it, after the end of this one: the former does nothing more by itself. */
  next(): LogSink;
  /** Lets a while pass. */
  pass(): Promise<void>;
  readonly directory: string;
  /** What each file of a stream holds, oldest first. */
  contents(task: string, stream: OutputStream): Promise<readonly Uint8Array[]>;
  dispose(): Promise<void>;
}

/** Judges an adapter by the doc comments of `LogSink`. */
export function describeLogSink(adapter: string, make: () => Promise<LogSinkHarness>): void {
  describe(`LogSink contract: ${adapter}`, function () {
    let harness: LogSinkHarness;
    let attempt: AttemptToken;
    let written: number;

    beforeEach(async function () {
      harness = await make();
      attempt = anAttemptToken();
      written = 0;
    });

    afterEach(async function () {
      await harness.dispose();
    });

    const target = (policy: Partial<LogPolicy> = {}, task = 'web'): LogTarget => ({
      alloc: anAllocId(),
      task,
      attempt,
      directory: harness.directory,
      policy: { maxFiles: 10, maxFileBytes: 1024, disabled: false, ...policy },
    });

    const opened = async (policy: Partial<LogPolicy> = {}, task = 'web'): Promise<TaskLog> =>
      valueOf(await harness.subject.open(target(policy, task)));

    const positionOf = (write: number): LogPosition => write.toString() as LogPosition;

    const openedNext = async (policy: Partial<LogPolicy> = {}): Promise<TaskLog> =>
      valueOf(await harness.next().open(target(policy)));

    const kept = async (log: TaskLog, position: number): Promise<void> => {
      await harness.pass();
      await eventually(() => log.resumeAfter === positionOf(position));
    };

    const write = async (log: TaskLog, text: string, stream: OutputStream = 'stdout'): Promise<void> => {
      valueOf(await log.write(stream, Buffer.from(text), positionOf(++written)));
    };

    const texts = async (task = 'web', stream: OutputStream = 'stdout'): Promise<readonly string[]> =>
      (await harness.contents(task, stream)).map((bytes) => Buffer.from(bytes).toString());

    it('keeps tasks apart, and streams', async function () {
      const [web, db] = [await opened(), await opened({}, 'db')];
      await write(web, 'out\n');
      await write(web, 'err\n', 'stderr');
      await write(db, 'db\n');
      await Promise.all([web.close(), db.close()]);
      expect([await texts(), await texts('web', 'stderr'), await texts('db')]).to.deep.equal([
        ['out\n'],
        ['err\n'],
        ['db\n'],
      ]);
    });

    it('keeps the order of writes that do not wait for each other', async function () {
      const log = await opened({ maxFileBytes: 1_000_000 });
      const lines = Array.from({ length: 200 }, (_, index) => `${index.toString()}\n`);
      await Promise.all(lines.map((line) => write(log, line)));
      await log.close();
      expect((await texts()).join('')).to.equal(lines.join(''));
    });

    it('keeps every byte', async function () {
      const log = await opened();
      const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      valueOf(await log.write('stdout', bytes, positionOf(1)));
      await log.close();
      expect(Buffer.concat(await harness.contents('web', 'stdout')).equals(bytes)).to.equal(true);
    });

    it('goes on where the last writer stopped', async function () {
      const first = await opened({ maxFileBytes: 10 });
      await write(first, 'one\ntw');
      await first.close();
      const second = await opened({ maxFileBytes: 10 });
      await write(second, 'o\nthree\n');
      await second.close();
      expect(await texts()).to.deep.equal(['one\ntwo\n', 'three\n']);
    });

    it('never holds more than the policy allows, and keeps the newest', async function () {
      const log = await opened({ maxFiles: 3, maxFileBytes: 6 });
      for (let line = 10; line < 40; line++) await write(log, `${line.toString()}\n`);
      await log.close();
      expect(await texts()).to.deep.equal(['34\n35\n', '36\n37\n', '38\n39\n']);
    });

    it('cuts no line that fits into one file', async function () {
      const log = await opened({ maxFileBytes: 8 });
      await write(log, 'one\ntw');
      await write(log, 'o and');
      await write(log, '\nend\n');
      await log.close();
      expect(await texts()).to.deep.equal(['one\n', 'two and\n', 'end\n']);
    });

    it('cuts a line that fits into none', async function () {
      const log = await opened({ maxFileBytes: 4 });
      await write(log, '0123456789\na\n');
      await log.close();
      expect(await texts()).to.deep.equal(['0123', '4567', '89\n', 'a\n']);
    });

    it('keeps nothing when it is disabled, and takes all', async function () {
      const log = await opened({ disabled: true });
      await write(log, 'x\n');
      await log.close();
      expect(await texts()).to.deep.equal([]);
    });

    it('says so when it is written to after it was closed', async function () {
      const log = await opened();
      await log.close();
      expect(await log.write('stdout', Buffer.from('x'), positionOf(1))).to.have.property('ok', false);
      await log.close();
    });

    it('tells no position at first, nor for another attempt than the one last written', async function () {
      const first = await opened();
      expect(first.resumeAfter).to.equal(undefined);
      await write(first, 'one\n');
      await first.close();
      attempt = anAttemptToken();
      const other = await opened();
      expect(other.resumeAfter).to.equal(undefined);
      await write(other, 'two\n');
      await other.close();
      expect(await texts()).to.deep.equal(['one\ntwo\n']);
    });

    it('tells the end of what was written once it is closed, and to the next of the same attempt', async function () {
      const log = await opened();
      for (const line of ['one\n', 'two\n', 'three\n']) await write(log, line);
      await log.close();
      expect(log.resumeAfter).to.equal('3');
      const next = await opened();
      expect(next.resumeAfter).to.equal('3');
      await next.close();
      expect(await texts()).to.deep.equal(['one\ntwo\nthree\n']);
    });

    it('tells after a while how far it is kept', async function () {
      const log = await opened();
      await write(log, 'one\n');
      await kept(log, 1);
      await write(log, 'two\n', 'stderr');
      await kept(log, 2);
      await log.close();
    });

    for (const maxFileBytes of [1_000_000, 30, 7, 1])
      it(`misses and doubles nothing when writers end at any moment, in files of ${maxFileBytes.toString()} bytes`, async function () {
        const policy = { maxFiles: 1000, maxFileBytes };
        const chunks = ['one\ntw', 'o\nth', 'ree\n', 'four and', ' five', '\n', 'six\nseven\neight', '\n'];
        const left: TaskLog[] = [];
        for (let from = 0; from < chunks.length;) {
          const log = await openedNext(policy);
          left.push(log);
          from = Number(log.resumeAfter ?? 0);
          expect((await texts()).join('').startsWith(chunks.slice(0, from).join(''))).to.equal(true);
          for (const [index, chunk] of chunks.slice(from, from + left.length).entries())
            valueOf(await log.write('stdout', Buffer.from(chunk), positionOf(from + index + 1)));
          from = Math.min(chunks.length, from + left.length);
          if (left.length % 2 === 0) await kept(log, from);
        }
        await left.at(-1)?.close();
        expect((await texts()).join('')).to.equal(chunks.join(''));
        for (const log of left) await log.close();
      });

    it('keeps both streams apart when a writer ended', async function () {
      const ended = await opened();
      await write(ended, 'out\n');
      await write(ended, 'err\n', 'stderr');
      await kept(ended, 2);
      await write(ended, 'more\n', 'stderr');
      const log = await openedNext();
      const isMore = log.resumeAfter === '3';
      if (!isMore) await write(log, 'more\n', 'stderr');
      await log.close();
      await ended.close();
      expect([await texts(), await texts('web', 'stderr')]).to.deep.equal([['out\n'], ['err\nmore\n']]);
    });

    it('tells of a disabled log what was written last, and nothing when it is opened', async function () {
      const log = await opened({ disabled: true });
      await write(log, 'x\n');
      expect(log.resumeAfter).to.equal('1');
      await log.close();
      expect((await opened({ disabled: true })).resumeAfter).to.equal(undefined);
    });
  });
}
