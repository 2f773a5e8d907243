import { setImmediate as turn } from 'node:timers/promises';

import { expect } from 'chai';

import type { InstanceId } from '../../domain/model/ids.js';
import type { LogPosition } from '../../domain/model/instance.js';
import type { Answer, Runtime } from '../../domain/ports/runtime.js';
import { eventually, within } from '../eventually.js';
import { faultOf, valueOf } from '../expect-result.js';
import { chunksOf } from '../log-chunks.js';
import { processesBearing } from '../processes.js';
import { warningsDuring } from '../warnings.js';
import { type RuntimeHarness, type RuntimeTraits, Wharf, drained } from './runtime-harness.js';
import { describeExec } from './exec.contract.js';
import { describeSurvey } from './survey.contract.js';

const never = new AbortController().signal;
const mebibyte = 1024 * 1024;
const nowhere = 'wharf-is-not-here' as InstanceId;

interface Call {
  readonly name: string;
  readonly isCommand: boolean;
  readonly ask: (signal: AbortSignal) => Answer<unknown>;
}

/**
 * Judges an adapter by the doc comments of `Runtime`: each check has its sentence. `make` is called once per check.
 */
export function describeRuntime<Spec>(
  adapter: string,
  traits: RuntimeTraits,
  make: () => Promise<RuntimeHarness<Spec>>,
): void {
  describe(`Runtime contract: ${adapter}`, function () {
    this.timeout(traits.boundMs * 4);
    let harness: RuntimeHarness<Spec>;
    let runtime: Runtime<Spec>;
    let wharf: Wharf<Spec>;

    beforeEach(async function () {
      harness = await make();
      runtime = harness.subject;
      wharf = new Wharf(harness, traits.boundMs);
    });

    afterEach(async function () {
      await wharf.clear().finally(() => harness.dispose());
    });

    const lines = (word: string, count: number): string =>
      Array.from({ length: count }, (_, index) => `${word} ${(index + 1).toString()}\n`).join('');

    /** What is read when a task printed `text`. */
    const kept = (text: Buffer): Buffer =>
      traits.endsLastLine && text.at(-1) !== 10 ? Buffer.concat([text, Buffer.from('\n')]) : text;

    /** Remove comes last, so that the others find the instance. */
    const everyCall = (on: Runtime<Spec>, id: InstanceId): readonly Call[] => [
      { name: 'describe', isCommand: false, ask: (signal) => on.describe(signal) },
      { name: 'create', isCommand: true, ask: (signal) => on.create(wharf.spec({ do: 'wait' }), signal) },
      { name: 'start', isCommand: true, ask: (signal) => on.start(id, signal) },
      { name: 'signal', isCommand: true, ask: (signal) => on.signal(id, 'SIGTERM', signal) },
      { name: 'inspect', isCommand: false, ask: (signal) => on.inspect(id, signal) },
      { name: 'list', isCommand: false, ask: (signal) => on.list(wharf.owner, signal) },
      { name: 'running', isCommand: false, ask: (signal) => on.running(wharf.owner, signal) },
      { name: 'survey', isCommand: false, ask: (signal) => on.survey('thorough', signal) },
      { name: 'identify', isCommand: false, ask: (signal) => on.identify(id, signal) },
      { name: 'stats', isCommand: false, ask: (signal) => on.stats(id, signal) },
      {
        name: 'exec',
        isCommand: true,
        ask: (signal) =>
          on.exec(id, { command: harness.command({ do: 'wait' }, id), terminal: undefined }, signal),
      },
      { name: 'remove', isCommand: true, ask: (signal) => on.remove(id, signal) },
    ];

    /** What a call may say that was given up, or never answered, after it had been asked. */
    const unanswered = ({ isCommand }: Call): readonly string[] =>
      isCommand ? ['unavailable', 'outcome-unknown'] : ['unavailable'];

    describe('describe', function () {
      it('says what the runtime is', async function () {
        const { summary, version } = valueOf(await runtime.describe(never));
        expect(summary).to.include(version).and.not.be.empty;
        expect(version).to.match(/^\d/);
      });
    });

    describe('create', function () {
      it('makes the instance without starting it', async function () {
        const id = await wharf.created({ do: 'exit', code: 0 });
        expect((await wharf.seen(id)).state).to.deep.equal({ phase: 'created' });
      });

      it('puts the identity of the spec on the instance, whatever is in it', async function () {
        const identity = wharf.identity({ job: 'Zoë\'s "job"/a=b,c', group: 'g.r oup', task: 'ta-sk_1' });
        const id = await wharf.created({ do: 'exit', code: 0 }, { identity });
        expect((await wharf.seen(id)).identity).to.deep.equal(identity);
        expect((await wharf.listed()).map((instance) => instance.identity)).to.deep.equal([identity]);
      });

      it('tells when the instance was made', async function () {
        const before = harness.now();
        const { createdAt } = await wharf.seen(await wharf.created({ do: 'exit', code: 0 }));
        expect(createdAt).to.be.within(before - 1000, harness.now() + 1000);
      });

      it('says not-found when something that the spec names is missing, and leaves nothing', async function () {
        const answer = await runtime.create(harness.specNamingAbsent(wharf.identity()), never);
        expect(faultOf(answer)).to.equal('not-found');
        expect(await wharf.leftovers()).to.deep.equal([]);
      });

      it('says conflict when the name is taken, and leaves the first one as it was', async function () {
        const spec = wharf.spec({ do: 'wait' });
        const id = valueOf(await runtime.create(spec, never));
        expect(faultOf(await runtime.create(spec, never))).to.equal('conflict');
        expect((await wharf.listed()).map((instance) => instance.id)).to.deep.equal([id]);
        valueOf(await runtime.start(id, never));
      });

      it('lets one of several at once have a name', async function () {
        const spec = wharf.spec({ do: 'wait' });
        const answers = await Promise.all([1, 2, 3].map(() => runtime.create(spec, never)));
        const [id, ...others] = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
        expect(others).to.deep.equal([]);
        expect(answers.filter(({ ok }) => !ok).map(faultOf)).to.deep.equal(['conflict', 'conflict']);
        expect((await wharf.listed()).map((instance) => instance.id)).to.deep.equal([id]);
      });

      it('leaves nothing of a command that can not be run once start or create said invalid-spec', async function () {
        const created = await runtime.create(wharf.spec({ do: 'not-there' }), never);
        if (created.ok) {
          expect(faultOf(await runtime.start(created.value, never))).to.equal('invalid-spec');
          expect((await wharf.seen(created.value)).state.phase).not.to.equal('running');
          valueOf(await runtime.remove(created.value, never));
        } else expect(faultOf(created)).to.equal('invalid-spec');
        expect(await wharf.leftovers()).to.deep.equal([]);
      });
    });

    describe('start', function () {
      it('starts a created instance', async function () {
        const before = harness.now();
        const identity = wharf.identity();
        const { state } = await wharf.seen(await wharf.ready({ do: 'wait' }, { identity }));
        expect(state.phase).to.equal('running');
        if (state.phase !== 'running') return;
        expect(state.startedAt).to.be.within(before - 1000, harness.now() + 1000);
        expect(state.pid).to.be.greaterThan(1);
        if (traits.realProcesses) expect(await processesBearing(identity.attempt)).to.include(state.pid);
      });

      it('succeeds without effect when it runs already', async function () {
        const id = await wharf.ready({ do: 'wait' });
        const before = await wharf.seen(id);
        valueOf(await runtime.start(id, never));
        expect(await wharf.seen(id)).to.deep.equal(before);
      });

      it('succeeds without effect when it was started before, even if it has ended since', async function () {
        const id = await wharf.started({ do: 'print', lines: 1 });
        await wharf.ended(id);
        const before = await wharf.seen(id);
        valueOf(await runtime.start(id, never));
        expect(await wharf.seen(id)).to.deep.equal(before);
        expect((await wharf.output(id)).stdout.toString()).to.equal('out 1\n');
      });

      it('starts once however often it is asked at the same time', async function () {
        const id = await wharf.created({ do: 'print', lines: 1 });
        const answers = await Promise.all([1, 2, 3, 4].map(() => runtime.start(id, never)));
        answers.forEach(valueOf);
        expect(await wharf.ended(id)).to.deep.equal({ kind: 'code', code: 0, oom: false });
        expect((await wharf.output(id)).stdout.toString()).to.equal('out 1\n');
      });

      it('says not-found when it is not there', async function () {
        expect(faultOf(await runtime.start(nowhere, never))).to.equal('not-found');
      });
    });

    describe('signal', function () {
      it('sends the signal to the first process', async function () {
        const id = await wharf.ready({ do: 'obey' });
        valueOf(await runtime.signal(id, 'SIGTERM', never));
        expect(await wharf.ended(id)).to.deep.equal({ kind: 'code', code: 3, oom: false });
      });

      it('leaves it to the process what it does', async function () {
        const id = await wharf.ready({ do: 'ignore' });
        valueOf(await runtime.signal(id, 'SIGTERM', never));
        await wharf.saying(id, 'no');
        expect((await wharf.seen(id)).state.phase).to.equal('running');
      });

      it('succeeds without effect when the instance is not running', async function () {
        const id = await wharf.created({ do: 'exit', code: 0 });
        valueOf(await runtime.signal(id, 'SIGKILL', never));
        expect((await wharf.seen(id)).state.phase).to.equal('created');
        valueOf(await runtime.start(id, never));
        await wharf.ended(id);
        const before = await wharf.seen(id);
        valueOf(await runtime.signal(id, 'SIGKILL', never));
        expect(await wharf.seen(id)).to.deep.equal(before);
      });

      it('says not-found when it is not there', async function () {
        expect(faultOf(await runtime.signal(nowhere, 'SIGTERM', never))).to.equal('not-found');
      });
    });

    describe('exits', function () {
      for (const code of [0, 1, 7, 126, 127, 128, 255]) {
        it(`tells the code ${code.toString()}`, async function () {
          const id = await wharf.started({ do: 'exit', code });
          expect(await wharf.ended(id)).to.deep.equal({ kind: 'code', code, oom: false });
        });
      }

      it('tells SIGKILL from a code, and a kill from want of memory', async function () {
        const id = await wharf.ready({ do: 'wait' }, { memoryBytes: 64 * mebibyte });
        valueOf(await runtime.signal(id, 'SIGKILL', never));
        expect(await wharf.ended(id)).to.deep.equal({ kind: 'signal', signal: 'SIGKILL', oom: false });
      });

      it('tells SIGSEGV', async function () {
        const id = await wharf.started({ do: 'segfault' });
        expect(await wharf.ended(id)).to.deep.equal({ kind: 'signal', signal: 'SIGSEGV', oom: false });
      });

      it('tells that the kernel ended it for want of memory', async function () {
        const bystander = await wharf.ready({ do: 'obey' }, { memoryBytes: 64 * mebibyte });
        const id = await wharf.started({ do: 'eat-memory' }, { memoryBytes: 32 * mebibyte });
        expect(await wharf.ended(id)).to.deep.equal({ kind: 'signal', signal: 'SIGKILL', oom: true });
        valueOf(await runtime.signal(bystander, 'SIGTERM', never));
        expect(await wharf.ended(bystander)).to.deep.equal({ kind: 'code', code: 3, oom: false });
      });

      it('tells when it started and when it ended', async function () {
        const before = harness.now();
        const id = await wharf.ready({ do: 'obey' });
        const running = await wharf.seen(id);
        valueOf(await runtime.signal(id, 'SIGTERM', never));
        await wharf.ended(id);
        const { state } = await wharf.seen(id);
        expect(state.phase).to.equal('exited');
        if (state.phase !== 'exited' || running.state.phase !== 'running') return;
        expect(state.startedAt).to.equal(running.state.startedAt);
        expect(state.startedAt).to.be.within(before - 1000, state.finishedAt);
        expect(state.finishedAt).to.be.at.most(harness.now() + 1000);
      });
    });

    describe('remove', function () {
      it('takes everything off the host, in every phase', async function () {
        const created = await wharf.created({ do: 'wait' });
        const running = await wharf.ready({ do: 'wait' });
        const exited = await wharf.started({ do: 'exit', code: 1 });
        await wharf.ended(exited);
        expect(await wharf.leftovers()).not.to.deep.equal([]);
        for (const id of [created, running, exited]) {
          valueOf(await runtime.remove(id, never));
          expect(faultOf(await runtime.inspect(id, never))).to.equal('not-found');
        }
        expect(await wharf.listed()).to.deep.equal([]);
        expect(await wharf.leftovers()).to.deep.equal([]);
      });

      for (const then of ['wait', 'end'] as const) {
        it(`kills children that ignore signals when the first process ${then}s`, async function () {
          const identity = wharf.identity();
          const id = await wharf.started({ do: 'fork', then }, { identity });
          if (then === 'wait') await wharf.saying(id, 'ready');
          else await wharf.ended(id);
          valueOf(await runtime.remove(id, never));
          if (traits.realProcesses) expect(await processesBearing(identity.attempt)).to.deep.equal([]);
          expect(await wharf.leftovers()).to.deep.equal([]);
        });
      }

      it('succeeds when it is not there', async function () {
        const id = await wharf.created({ do: 'exit', code: 0 });
        valueOf(await runtime.remove(id, never));
        valueOf(await runtime.remove(id, never));
        valueOf(await runtime.remove(nowhere, never));
      });

      it('succeeds however often it is asked at the same time', async function () {
        const id = await wharf.ready({ do: 'wait' });
        const answers = await Promise.all([1, 2, 3].map(() => runtime.remove(id, never)));
        answers.forEach(valueOf);
        expect(await wharf.leftovers()).to.deep.equal([]);
      });

      it('leaves room for another of the same name', async function () {
        const spec = wharf.spec({ do: 'exit', code: 0 });
        valueOf(await runtime.remove(valueOf(await runtime.create(spec, never)), never));
        valueOf(await runtime.create(spec, never));
      });
    });

    describe('inspect and list', function () {
      it('say not-found, and nothing, of what is not there', async function () {
        expect(faultOf(await runtime.inspect(nowhere, never))).to.equal('not-found');
        expect(await wharf.listed()).to.deep.equal([]);
      });

      it('show all instances of one owner, in every phase, and show them alike', async function () {
        const ids = [await wharf.created({ do: 'wait' }), await wharf.ready({ do: 'wait' })];
        ids.push(await wharf.started({ do: 'exit', code: 7 }));
        await wharf.ended(ids[2] ?? nowhere);
        const listed = await wharf.listed();
        expect(listed).to.have.deep.members(await Promise.all(ids.map((id) => wharf.seen(id))));
        expect(listed.map(({ state }) => state.phase)).to.have.members(['created', 'running', 'exited']);
        expect([...valueOf(await runtime.running(wharf.owner, never))]).to.deep.equal([ids[1]]);
      });

      it('never list one of another owner, nor one without an owner', async function () {
        const foreign = await harness.plantForeign();
        const other = new Wharf(harness, traits.boundMs);
        const theirs = await other.ready({ do: 'wait' });
        const ours = await wharf.created({ do: 'wait' });
        expect((await wharf.listed()).map(({ id }) => id)).to.deep.equal([ours]);
        expect((await other.listed()).map(({ id }) => id)).to.deep.equal([theirs]);
        expect([...valueOf(await runtime.running(wharf.owner, never))]).to.deep.equal([]);
        valueOf(await runtime.remove(ours, never));
        expect((await other.seen(theirs)).state.phase).to.equal('running');
        await other.clear();
        expect(await foreign.isUntouched()).to.equal(true);
      });

      it('find the instances again after a restart, running or ended since', async function () {
        const running = await wharf.ready({ do: 'obey' });
        const ended = await wharf.started({ do: 'exit', code: 7 });
        await wharf.ended(ended);
        const next = harness.restarted();
        expect(await wharf.listed(next)).to.have.deep.members([
          await wharf.seen(running),
          await wharf.seen(ended),
        ]);
        valueOf(await next.signal(running, 'SIGTERM', never));
        expect(await wharf.ended(running, next)).to.deep.equal({ kind: 'code', code: 3, oom: false });
        expect((await wharf.output(running, undefined, next)).stdout.toString()).to.equal('ready\n');
        for (const id of [running, ended]) valueOf(await next.remove(id, never));
        expect(await wharf.leftovers()).to.deep.equal([]);
      });
    });

    describe('verify', function () {
      it('finds what its spec asks for, however it was seen and however often', async function () {
        const running = await wharf.ready({ do: 'wait' });
        const ended = await wharf.started({ do: 'exit', code: 7 });
        await wharf.ended(ended);
        for (const instance of [await wharf.seen(running), ...(await wharf.listed())])
          valueOf(await runtime.verify(instance, never));
        expect((await wharf.seen(running)).state.phase).to.equal('running');
      });

      it('has nothing to say of what another adapter made', async function () {
        const id = await wharf.ready({ do: 'wait' });
        const next = harness.restarted();
        valueOf(await next.verify(await wharf.seen(id, next), never));
      });

      it('answers unavailable when it had aborted before', async function () {
        const instance = await wharf.seen(await wharf.ready({ do: 'wait' }));
        expect(faultOf(await runtime.verify(instance, AbortSignal.abort()))).to.equal('unavailable');
      });
    });

    describe('two instances', function () {
      it('are commanded at the same time and kept apart', async function () {
        const counts = [1, 20, 300];
        const ids = await Promise.all(counts.map((count) => wharf.started({ do: 'print', lines: count })));
        expect(new Set(ids)).to.have.property('size', counts.length);
        const outputs = await Promise.all(ids.map((id) => wharf.output(id)));
        expect(outputs.map(({ stdout }) => stdout.toString())).to.deep.equal(
          counts.map((count) => lines('out', count)),
        );
      });
    });

    describe('watch', function () {
      /** Ends instances until one of them gave a hint: only that shows that the source is up. */
      const untilHinted = (isHinted: () => boolean): Promise<unknown> =>
        eventually(async () => {
          await wharf.ended(await wharf.started({ do: 'exit', code: 0 }));
          await turn();
          return isHinted();
        }, traits.boundMs);

      it('gives a hint of an instance that ends, and none of another owner', async function () {
        const enough = new AbortController();
        const hints = new Set<InstanceId>();
        const watching = (async () => {
          for await (const { id } of runtime.watch(wharf.owner, enough.signal)) hints.add(id);
        })();
        const other = new Wharf(harness, traits.boundMs);
        const theirs = await other.ready({ do: 'obey' });
        const ours = await wharf.ready({ do: 'obey' });
        await untilHinted(() => hints.size > 0);
        hints.delete(ours);
        valueOf(await runtime.signal(theirs, 'SIGTERM', never));
        await other.ended(theirs);
        valueOf(await runtime.signal(ours, 'SIGTERM', never));
        await eventually(() => hints.has(ours), traits.boundMs);
        expect(hints.has(theirs)).to.equal(false);
        enough.abort();
        await within(traits.boundMs, watching);
        await other.clear();
      });

      it('ends without throwing when its signal aborts, or has aborted before', async function () {
        expect(await drained(runtime.watch(wharf.owner, AbortSignal.abort()))).to.deep.equal([]);
        const soon = new AbortController();
        const watching = drained(runtime.watch(wharf.owner, soon.signal));
        await turn();
        soon.abort();
        expect(await within(traits.boundMs, watching)).to.deep.equal([]);
      });

      it('ends when its reader leaves', async function () {
        let left = false;
        const reading = (async () => {
          for await (const { id } of runtime.watch(wharf.owner, never)) return id;
          return undefined;
        })().finally(() => {
          left = true;
        });
        await untilHinted(() => left);
        expect((await wharf.listed()).map(({ id }) => id)).to.include(await reading);
      });
    });

    describe('logs', function () {
      it('are complete and in order per stream, streams apart', async function () {
        const id = await wharf.started({ do: 'print', lines: 500 });
        const { stdout, stderr } = await wharf.output(id);
        expect(stdout.toString()).to.equal(lines('out', 500));
        expect(stderr.toString()).to.equal(lines('err', 500));
      });

      it('are all there from the first byte after the instance has ended', async function () {
        const id = await wharf.started({ do: 'print', lines: 50 });
        await wharf.ended(id);
        expect((await wharf.output(id)).stdout.toString()).to.equal(lines('out', 50));
      });

      it('keep every byte, and a last line that has no newline', async function () {
        const id = await wharf.started({ do: 'print-all-bytes' });
        const printed = Buffer.from([
          ...Array.from({ length: 256 }, (_, byte) => byte),
          ...Buffer.from('end'),
        ]);
        expect((await wharf.output(id)).stdout.toString('hex')).to.equal(kept(printed).toString('hex'));
      });

      it('keep a line that is longer than any buffer', async function () {
        const length = 300_000;
        const id = await wharf.started({ do: 'print-long-line', length });
        expect((await wharf.output(id)).stdout.toString()).to.equal(`${'x'.repeat(length)}\n`);
      });

      it('go on after a position without loss and without doubling', async function () {
        const id = await wharf.started({ do: 'print', lines: 40 });
        const { chunks, stdout, stderr } = await wharf.output(id);
        for (const taken of [1, Math.ceil(chunks.length / 2), chunks.length]) {
          const rest = await wharf.output(id, chunks[taken - 1]?.position);
          const before = chunks.slice(0, taken);
          const all = (stream: string, after: Buffer): string =>
            Buffer.concat([
              ...before.filter((c) => c.stream === stream).map((c) => c.bytes),
              after,
            ]).toString();
          expect(all('stdout', rest.stdout)).to.equal(stdout.toString());
          expect(all('stderr', rest.stderr)).to.equal(stderr.toString());
        }
      });

      it('go on after a position that another adapter gave before a restart', async function () {
        const id = await wharf.ready({ do: 'ignore' });
        let last: LogPosition | undefined;
        for await (const { position } of chunksOf(runtime.logs(id, undefined, never))) {
          last = position;
          break;
        }
        valueOf(await runtime.signal(id, 'SIGTERM', never));
        await wharf.saying(id, 'no');
        valueOf(await runtime.signal(id, 'SIGKILL', never));
        await wharf.ended(id);
        expect((await wharf.output(id, last, harness.restarted())).stdout.toString()).to.equal('no\n');
      });

      it('follow a running instance and end once it has ended', async function () {
        const id = await wharf.ready({ do: 'ignore' });
        const following = wharf.output(id);
        valueOf(await runtime.signal(id, 'SIGTERM', never));
        await wharf.saying(id, 'no');
        valueOf(await runtime.signal(id, 'SIGKILL', never));
        expect((await following).stdout.toString()).to.equal('ready\nno\n');
      });

      it('follow an instance from before its start', async function () {
        const id = await wharf.created({ do: 'print', lines: 3 });
        const following = wharf.output(id);
        await turn();
        valueOf(await runtime.start(id, never));
        expect((await following).stdout.toString()).to.equal(lines('out', 3));
      });

      it('end when the instance is removed, was never there, or the signal aborts', async function () {
        const id = await wharf.ready({ do: 'wait' });
        const following = drained(runtime.logs(id, undefined, never));
        const enough = new AbortController();
        const aborted = drained(runtime.logs(id, undefined, enough.signal));
        await turn();
        enough.abort();
        expect(await within(traits.boundMs, aborted)).not.to.include('end');
        valueOf(await runtime.remove(id, never));
        await within(traits.boundMs, following);
        expect(await drained(runtime.logs(id, undefined, AbortSignal.abort()))).to.deep.equal([]);
      });

      it('tell that nothing more will come of what is not there, and of what has ended, after any position', async function () {
        const id = await wharf.started({ do: 'print', lines: 2 });
        await wharf.ended(id);
        const { chunks } = await wharf.output(id);
        const last = chunks.at(-1)?.position;
        expect(await drained(runtime.logs(id, last, never))).to.deep.equal(['end']);
        valueOf(await runtime.remove(id, never));
        for (const gone of [id, nowhere])
          expect(await drained(runtime.logs(gone, undefined, never))).to.deep.equal(['end']);
      });

      it('keep what was given as long as its taker has not kept it', async function () {
        const id = await wharf.started({ do: 'flood', mebibytes: 16 });
        for (let times = 0; times < 2; times++) {
          let bytes = 0;
          for await (const chunk of chunksOf(runtime.logs(id, undefined, never, () => undefined)))
            bytes += chunk.bytes.length;
          expect(bytes).to.be.at.least(16 * mebibyte);
        }
      });

      it('read on only as fast as the caller does', async function () {
        const size = 16 * mebibyte;
        const id = await wharf.started({ do: 'flood', mebibytes: 16 });
        const reader = chunksOf(runtime.logs(id, undefined, never));
        const first = await reader.next();
        let read = first.done === true ? 0 : first.value.bytes.length;
        const before = process.memoryUsage();
        await eventually(async () => {
          const { state } = await wharf.seen(id);
          return state.phase === 'exited';
        }, traits.boundMs);
        const after = process.memoryUsage();
        expect(after.arrayBuffers - before.arrayBuffers).to.be.lessThan(size / 2);
        for (let next = await reader.next(); next.done !== true; next = await reader.next())
          read += next.value.bytes.length;
        expect(read).to.equal(size);
      });
    });

    describe('stats', function () {
      it('tell what a running instance uses', async function () {
        const id = await wharf.ready({ do: 'wait' });
        const { memoryBytes, cpuUs, pids } = valueOf(await runtime.stats(id, never));
        expect(memoryBytes).to.be.greaterThan(0);
        expect(cpuUs).to.be.at.least(0);
        expect(pids).to.be.within(1, 10);
      });

      it('say not-found when it is not there or is not running', async function () {
        const id = await wharf.created({ do: 'exit', code: 0 });
        expect(faultOf(await runtime.stats(id, never))).to.equal('not-found');
        valueOf(await runtime.start(id, never));
        await wharf.ended(id);
        expect(faultOf(await runtime.stats(id, never))).to.equal('not-found');
        expect(faultOf(await runtime.stats(nowhere, never))).to.equal('not-found');
      });
    });

    describe('a call that is aborted', function () {
      it('answers unavailable when it had aborted before, with nothing done', async function () {
        const id = await wharf.created({ do: 'wait' });
        for (const { name, ask } of everyCall(runtime, id))
          expect(faultOf(await within(traits.boundMs, ask(AbortSignal.abort()))), name).to.equal(
            'unavailable',
          );
        expect((await wharf.listed()).map((seen) => [seen.id, seen.state.phase])).to.deep.equal([
          [id, 'created'],
        ]);
      });

      it('answers at once and never rejects', async function () {
        const id = await wharf.ready({ do: 'ignore' });
        for (const call of everyCall(runtime, id)) {
          const soon = new AbortController();
          const asked = call.ask(soon.signal);
          soon.abort();
          const answer = await within(1000, asked);
          if (!answer.ok) expect(answer.error.kind, call.name).to.be.oneOf(unanswered(call));
        }
        await eventually(async () => {
          await wharf.clear();
          expect(await wharf.leftovers()).to.deep.equal([]);
        }, traits.boundMs);
      });
    });

    describe('one signal', function () {
      it('may be given to any number of calls', async function () {
        const id = await wharf.created({ do: 'wait' });
        const one = new AbortController();
        const warnings = await warningsDuring(async () => {
          const calls = Array.from({ length: 12 }, () => [
            drained(runtime.watch(wharf.owner, one.signal)),
            drained(runtime.logs(id, undefined, one.signal)),
            runtime.inspect(id, one.signal),
            runtime.remove(nowhere, one.signal),
          ]).flat();
          await runtime.list(wharf.owner, one.signal);
          one.abort();
          await within(traits.boundMs, Promise.all(calls));
        });
        expect(warnings).to.deep.equal([]);
      });
    });

    if (traits.remote)
      describe('a host that never answers', function () {
        it('is given up after a bound of the call itself', async function () {
          const sick = await harness.unresponsive();
          const asked = everyCall(sick, nowhere).map(async (call) => {
            const answer = await within(traits.boundMs, call.ask(never));
            expect(faultOf(answer), call.name).to.be.oneOf(unanswered(call));
          });
          await Promise.all(asked);
          expect(await within(traits.boundMs, drained(sick.logs(nowhere, undefined, never)))).to.deep.equal(
            [],
          );
          const soon = AbortSignal.timeout(100);
          expect(await within(traits.boundMs, drained(sick.logs(nowhere, undefined, soon)))).to.deep.equal(
            [],
          );
        });
      });
  });
  describeExec(adapter, traits, make);
  describeSurvey(adapter, traits, make);
}
