import { expect } from 'chai';

import type { OutputStream } from '../../domain/model/instance.js';
import type { LogPolicy } from '../../domain/model/job.js';
import type { LogSink, LogTarget, TaskLog } from '../../domain/ports/log-sink.js';
import { anAllocId } from '../builders/an-identity.js';
import { valueOf } from '../expect-result.js';

export interface LogSinkHarness {
  readonly subject: LogSink;
  readonly directory: string;
  /** What each file of a stream holds, oldest first. */
  contents(task: string, stream: OutputStream): Promise<readonly Uint8Array[]>;
  dispose(): Promise<void>;
}

/** Judges an adapter by the doc comments of `LogSink`. */
export function describeLogSink(adapter: string, make: () => Promise<LogSinkHarness>): void {
  describe(`LogSink contract: ${adapter}`, function () {
    let harness: LogSinkHarness;

    beforeEach(async function () {
      harness = await make();
    });

    afterEach(async function () {
      await harness.dispose();
    });

    const target = (policy: Partial<LogPolicy> = {}, task = 'web'): LogTarget => ({
      alloc: anAllocId(),
      task,
      directory: harness.directory,
      policy: { maxFiles: 10, maxFileBytes: 1024, disabled: false, ...policy },
    });

    const opened = async (policy: Partial<LogPolicy> = {}, task = 'web'): Promise<TaskLog> =>
      valueOf(await harness.subject.open(target(policy, task)));

    const write = async (log: TaskLog, text: string, stream: OutputStream = 'stdout'): Promise<void> => {
      valueOf(await log.write(stream, Buffer.from(text)));
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
      valueOf(await log.write('stdout', bytes));
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
      expect(await log.write('stdout', Buffer.from('x'))).to.have.property('ok', false);
      await log.close();
    });
  });
}
