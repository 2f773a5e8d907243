import { mkdir, readdir, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { LogPosition } from '../../../src/domain/model/instance.js';
import { eventually } from '../../../src/testing/eventually.js';
import { chunksOf } from '../../../src/testing/log-chunks.js';
import { anExecutor } from '../../support/oci/an-executor.js';
import { TaskRunner } from '../../support/oci/task-runner.js';

const never = new AbortController().signal;
const fileBytes = 64 * 1024;

describe('the log of a task that prints a lot', function () {
  this.timeout(120_000);
  let tasks: TaskRunner;

  beforeEach(async function () {
    tasks = await TaskRunner.open({ logs: { fileBytes, mostFiles: 1000 } });
  });
  afterEach(() => tasks.close());

  const counting = (lines: number): readonly [string, ...string[]] => [
    'awk',
    `BEGIN { for (i = 1; i <= ${lines.toString()}; i++) print i, "0123456789012345678901234567890123456789" }`,
  ];

  /** Of 1000 lines each. */
  const bursts = (count: number): readonly [string, ...string[]] => [
    'awk',
    `BEGIN { for (b = 0; b < ${count.toString()}; b++) {
      for (i = 0; i < 1000; i++) print ++n, "0123456789012345678901234567890123456789";
      fflush(); system("sleep 0.03") } }`,
  ];

  const logFiles = async (id: InstanceId): Promise<readonly string[]> =>
    (await readdir(tasks.output(id))).filter((name) => /^log(\.|$)/.test(name));

  /** Checks that lines count up from 1 without a gap, however they are cut into chunks. */
  class Counter {
    count = 0;
    #rest = '';

    /** As `take`, from whatever line on comes first; that one may have begun before. */
    takeRest(bytes: Uint8Array): void {
      if (this.count > 0) {
        this.take(bytes);
        return;
      }
      const text = Buffer.from(bytes);
      const begin = text.indexOf('\n') + 1;
      this.count = parseInt(text.toString('latin1', begin), 10) - 1;
      this.take(text.subarray(begin));
    }

    take(bytes: Uint8Array): void {
      const lines = (this.#rest + Buffer.from(bytes).toString('latin1')).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines)
        if (parseInt(line, 10) !== ++this.count)
          throw new Error(`line ${this.count.toString()} is "${line.slice(0, 20)}"`);
    }
  }

  it('is cut while it is read, without loss, and keeps few files', async function () {
    // Enough for the task to print on after the first cut, on a quick machine as well.
    const lines = 1_500_000;
    const id = await tasks.start({ command: counting(lines) });
    const counter = new Counter();
    let mostFiles = 0;
    const seen = new Set<string>();
    let chunks = 0;
    for await (const { bytes, position } of chunksOf(tasks.executor.logs(id, undefined, never))) {
      counter.take(bytes);
      seen.add(position.split(':')[0] ?? '');
      if (++chunks % 10 === 0) mostFiles = Math.max(mostFiles, (await logFiles(id)).length);
    }
    expect(counter.count).to.equal(lines);
    expect(seen.size).to.be.greaterThan(1);
    expect(mostFiles).to.be.lessThan(20);
  });

  it('goes on in another process after any position, over the cuts', async function () {
    const lines = 100_000;
    const id = await tasks.start({ command: counting(lines) });
    const counter = new Counter();
    let after: LogPosition | undefined;
    for (let isOver = false; !isOver;) {
      const reader = await anExecutor(tasks.directory, 'runc', {
        logs: { fileBytes, mostFiles: 1000 },
      });
      let taken = 0;
      isOver = true;
      for await (const { bytes, position } of chunksOf(reader.logs(id, after, never))) {
        counter.take(bytes);
        after = position;
        isOver = ++taken < 20;
        if (!isOver) break;
      }
    }
    expect(counter.count).to.equal(lines);
  });

  it('waits until it is kept elsewhere, for a reader that is killed before', async function () {
    const lines = 40_000;
    const id = await tasks.start({ command: bursts(40) });
    const first = new Counter();
    let kept: LogPosition | undefined;
    let isAllThere = true;
    for await (const { bytes, position } of chunksOf(tasks.executor.logs(id, undefined, never, () => kept))) {
      first.take(bytes);
      if (kept === undefined && !position.startsWith('1:'))
        isAllThere &&= (await logFiles(id)).includes('log.1');
      if (first.count > lines / 2) kept ??= position;
    }
    expect([first.count, isAllThere]).to.deep.equal([lines, true]);
    expect(await logFiles(id)).not.to.include('log.1');
    const again = new Counter();
    for await (const { bytes } of chunksOf(tasks.executor.logs(id, kept, never))) again.takeRest(bytes);
    expect(again.count).to.equal(lines);
  });

  it('is never cut by a second reader, who gets all of it, too', async function () {
    const lines = 50_000;
    const id = await tasks.start({ command: counting(lines) });
    const counters = [new Counter(), new Counter()];
    await Promise.all(
      counters.map(async (counter) => {
        for await (const { bytes } of chunksOf(tasks.executor.logs(id, undefined, never)))
          counter.take(bytes);
      }),
    );
    expect(counters.map(({ count }) => count)).to.deep.equal([lines, lines]);
  });

  it('waits on the disk for a reader that comes late', async function () {
    const id = await tasks.start({ command: counting(20_000) });
    await tasks.exit(id);
    expect(await logFiles(id)).to.deep.equal(['log']);
    expect((await stat(join(tasks.output(id), 'log'))).size).to.be.greaterThan(fileBytes);
    const counter = new Counter();
    for await (const { bytes } of chunksOf(tasks.executor.logs(id, undefined, never))) counter.take(bytes);
    expect(counter.count).to.equal(20_000);
  });

  it('is bounded while its reader stands still, who is told once of what is gone', async function () {
    const id = await tasks.start({ command: bursts(100) });
    const executor = await anExecutor(tasks.directory, 'runc', { logs: { fileBytes, mostFiles: 10 } });
    const said = { stdout: '', stderr: '' };
    for await (const { stream, bytes } of chunksOf(executor.logs(id, undefined, never))) {
      said[stream] += Buffer.from(bytes).toString('latin1');
      await tasks.exit(id);
      const files = await logFiles(id);
      expect(files.length).to.be.at.most(10);
      const sizes = files.map(async (name) => (await stat(join(tasks.output(id), name))).size);
      expect((await Promise.all(sizes)).reduce((a, b) => a + b)).to.be.lessThan(40 * fileBytes);
    }
    const numbers = said.stdout
      .trimEnd()
      .split('\n')
      .map((line) => parseInt(line, 10));
    const jumps = numbers.filter((number, index) => index > 0 && number !== (numbers[index - 1] ?? 0) + 1);
    expect([numbers[0], jumps.length, numbers.at(-1)]).to.deep.equal([1, 1, 100_000]);
    expect(said.stderr).to.match(/^wharf: output is missing here.*\n$/);
  });

  it('goes on after a position that is gone, and says so', async function () {
    const id = await tasks.start({ command: ['sh', '-c', 'echo one; sleep 1000'] });
    await eventually(async () => (await stat(join(tasks.output(id), 'log'))).size > 0);
    await rename(join(tasks.output(id), 'log'), join(tasks.output(id), 'log.7'));
    for (const [after, said] of [
      ['6:3', 'wharf: output is missing here'],
      ['7:0', 'one'],
    ] as const)
      for await (const { bytes } of chunksOf(tasks.executor.logs(id, after as LogPosition, never))) {
        expect(Buffer.from(bytes).toString()).to.include(said);
        break;
      }
  });

  it('is not in memory, and is gone after a boot', async function () {
    const before = join(tasks.directory, 'output', 'another-boot');
    await mkdir(join(before, 'some-task'), { recursive: true });
    const id = await tasks.start({ command: counting(1) });
    expect(await realpath(tasks.output(id))).to.match(/\/output\/[0-9a-f-]{36}\//);
    expect(await readdir(join(tasks.directory, 'output'))).to.have.length(1);
    expect(await tasks.exit(id)).to.deep.include({ code: 0 });
  });

  it('is asked for again when a cut was begun and not ended', async function () {
    const script = 'echo one; while [ ! -e /data/go ]; do sleep 0.05; done; echo two; sleep 0.2';
    const id = await tasks.start({
      command: ['sh', '-c', script],
      user: 'root',
      mounts: [
        { kind: 'bind', source: tasks.directory, target: '/data', readOnly: true, propagation: 'private' },
      ],
    });
    await eventually(async () => (await stat(join(tasks.output(id), 'log'))).size > 0);
    await rename(join(tasks.output(id), 'log'), join(tasks.output(id), 'log.1'));
    let said = '';
    const reading = (async () => {
      for await (const { bytes } of chunksOf(tasks.executor.logs(id, undefined, never)))
        said += Buffer.from(bytes).toString();
    })();
    await eventually(async () => (await logFiles(id)).includes('log'));
    await writeFile(join(tasks.directory, 'go'), '');
    await reading;
    expect(said).to.equal('one\ntwo\n');
  });
});
