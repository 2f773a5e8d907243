import { expect } from 'chai';

import type { LogPosition, OutputStream } from '../../src/domain/model/instance.js';
import type { LogPolicy } from '../../src/domain/model/job.js';
import type { LogSink, TaskLog } from '../../src/domain/ports/log-sink.js';
import type { LogReading, LogSource } from '../../src/domain/ports/log-source.js';
import { anAllocId, anAttemptToken } from '../../src/testing/builders/an-identity.js';
import { eventually } from '../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../src/testing/expect-result.js';

export interface LogSourceHarness {
  readonly subject: LogSource;
  readonly directory: string;
  /** Whose output the subject reads. Another one each time, as processes have it that follow each other. */
  sink(): LogSink;
  dispose(): Promise<void>;
}

const never = new AbortController().signal;

/** Judges an adapter by the doc comments of `LogSource`. */
export function describeLogSource(adapter: string, make: () => Promise<LogSourceHarness>): void {
  describe(`LogSource contract: ${adapter}`, function () {
    let harness: LogSourceHarness;
    let ended: AbortController;
    let attempt = anAttemptToken();

    beforeEach(async function () {
      harness = await make();
      ended = new AbortController();
      attempt = anAttemptToken();
    });

    afterEach(async function () {
      ended.abort();
      await harness.dispose();
    });

    const opened = async (policy: Partial<LogPolicy> = {}): Promise<TaskLog> =>
      valueOf(
        await harness.sink().open({
          alloc: anAllocId(),
          task: 'web',
          attempt,
          directory: harness.directory,
          policy: { maxFiles: 1000, maxFileBytes: 1024, disabled: false, ...policy },
        }),
      );

    const write = async (
      log: TaskLog,
      text: string,
      stream: OutputStream = 'stdout',
      position = 1,
    ): Promise<void> => {
      valueOf(await log.write(stream, Buffer.from(text), position.toString() as LogPosition));
    };

    const kept = async (policy: Partial<LogPolicy>, ...texts: readonly string[]): Promise<void> => {
      const log = await opened(policy);
      for (const text of texts) await write(log, text);
      await log.close();
    };

    const read = async (wish: Partial<LogReading> = {}, signal = never): Promise<AsyncIterable<Uint8Array>> =>
      valueOf(
        await harness.subject.read(
          { directory: harness.directory, task: 'web', ended: ended.signal },
          { stream: 'stdout', tailLines: undefined, follow: false, ...wish },
          signal,
        ),
      );

    const textOf = async (pieces: AsyncIterable<Uint8Array>): Promise<string> => {
      const all: Uint8Array[] = [];
      for await (const piece of pieces) all.push(piece);
      return Buffer.concat(all).toString();
    };

    const numbered = (from: number, to: number): readonly string[] =>
      Array.from({ length: to - from }, (_, index) => `${(from + index).toString()}\n`);

    it('gives one stream over all attempts, oldest first', async function () {
      await kept({ maxFileBytes: 10 }, ...numbered(0, 30));
      attempt = anAttemptToken();
      await kept({ maxFileBytes: 10 }, ...numbered(30, 50), 'begun');
      const log = await opened();
      await write(log, 'err\n', 'stderr');
      await log.close();
      expect(await textOf(await read())).to.equal(`${numbered(0, 50).join('')}begun`);
      expect(await textOf(await read({ stream: 'stderr' }))).to.equal('err\n');
    });

    for (const [text, lines] of [
      ['a\nb\nc\n', ['', 'c\n', 'b\nc\n', 'a\nb\nc\n', 'a\nb\nc\n']],
      ['a\nb\nc', ['', 'c', 'b\nc', 'a\nb\nc', 'a\nb\nc']],
      ['\n\n', ['', '\n', '\n\n', '\n\n']],
      ['', ['', '']],
    ] as const)
      for (const maxFileBytes of [1, 3, 1024])
        it(`gives only so many of the last lines of ${JSON.stringify(text)} in files of ${maxFileBytes.toString()} bytes`, async function () {
          await kept({ maxFileBytes }, text);
          for (const [tailLines, expected] of lines.entries())
            expect(await textOf(await read({ tailLines })), tailLines.toString()).to.equal(expected);
        });

    it('gives last lines that are longer than any piece', async function () {
      const long = `${'x'.repeat(150_000)}\n`;
      await kept({ maxFileBytes: 1_000_000 }, 'a\n', long, long);
      expect(await textOf(await read({ tailLines: 2 }))).to.equal(long + long);
    });

    it('ends with what was there when it began', async function () {
      const log = await opened({ maxFileBytes: 10 });
      for (const line of numbered(0, 20)) await write(log, line);
      let text = '';
      for await (const piece of await read()) {
        text += Buffer.from(piece).toString();
        await write(log, 'more\n');
      }
      await log.close();
      expect(text).to.equal(numbered(0, 20).join(''));
    });

    for (const maxFileBytes of [20, 1_000_000])
      it(`follows until no more will be printed and all was given, in files of ${maxFileBytes.toString()} bytes`, async function () {
        const log = await opened({ maxFileBytes });
        const following = textOf(await read({ follow: true }));
        const lines = numbered(0, 300);
        for (const line of lines) {
          await write(log, line.slice(0, 2));
          if (line.length > 2) await write(log, line.slice(2));
        }
        await log.close();
        ended.abort();
        expect(await following).to.equal(lines.join(''));
      });

    it('follows from the last lines on', async function () {
      await kept({}, 'a\nb\n');
      const pieces = (await read({ follow: true, tailLines: 1 }))[Symbol.asyncIterator]();
      expect(String(Buffer.from((await pieces.next()).value as Uint8Array))).to.equal('b\n');
      await kept({}, 'c\n');
      expect(String(Buffer.from((await pieces.next()).value as Uint8Array))).to.equal('c\n');
      ended.abort();
      expect((await pieces.next()).done).to.equal(true);
    });

    it('is neither doubled nor garbled when writers end at any moment meanwhile', async function () {
      const lines = numbered(1, 200);
      await kept({ maxFileBytes: 50 });
      let text = '';
      const following = (async () => {
        for await (const piece of await read({ follow: true })) text += Buffer.from(piece).toString();
      })();
      const left: TaskLog[] = [];
      for (let from = 0; from < lines.length;) {
        const log = await opened({ maxFileBytes: 50 });
        left.push(log);
        from = Number(log.resumeAfter ?? 0);
        const to = Math.min(lines.length, from + 17 + left.length);
        for (let n = from; n < to; n++) await write(log, lines[n] ?? '', 'stdout', n + 1);
        await eventually(() => text.includes(lines[to - 1] ?? ''));
        from = to;
      }
      await left.at(-1)?.close();
      ended.abort();
      await following;
      for (const log of left) await log.close();
      expect(text).to.equal(lines.join(''));
    });

    it('reads a file to its end that is rotated away, and leaves out what goes before its turn', async function () {
      const line = (digit: string): string => `${digit.repeat(99_999)}\n`;
      const policy = { maxFiles: 2, maxFileBytes: 100_000 };
      const log = await opened(policy);
      for (const digit of '01') await write(log, line(digit));
      const pieces = (await read({ follow: true }))[Symbol.asyncIterator]();
      let text = String(Buffer.from((await pieces.next()).value as Uint8Array));
      for (const digit of '2345') await write(log, line(digit));
      await log.close();
      ended.abort();
      for (let next = await pieces.next(); next.done !== true; next = await pieces.next())
        text += Buffer.from(next.value).toString();
      expect(text).to.equal(['0', '4', '5'].map(line).join(''));
    });

    it('ends when its signal aborts', async function () {
      await kept({}, 'a\n');
      const enough = new AbortController();
      const following = textOf(await read({ follow: true }, enough.signal));
      enough.abort();
      expect(await following).to.be.oneOf(['', 'a\n']);
      expect(await textOf(await read({ follow: true }, AbortSignal.abort()))).to.equal('');
    });

    it('says not-found when nothing was kept', async function () {
      await kept({ disabled: true }, 'a\n');
      for (const directory of [harness.directory, `${harness.directory}/gone`]) {
        const origin = { directory, task: 'web', ended: ended.signal };
        const wish = { stream: 'stdout', tailLines: undefined, follow: true } as const;
        expect(faultOf(await harness.subject.read(origin, wish, never))).to.equal('not-found');
      }
    });
  });
}
