import { randomBytes, randomUUID } from 'node:crypto';

import { expect } from 'chai';

import type { ExecSession, ExecWish, TerminalSize } from '../../domain/model/exec.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Answer, Runtime } from '../../domain/ports/runtime.js';
import type { ExecDeed } from '../deeds/exec-deed.js';
import { eventually, within } from '../eventually.js';
import { faultOf, valueOf } from '../expect-result.js';
import { processesBearing } from '../processes.js';
import { Talk } from './exec-talk.js';
import { type RuntimeHarness, type RuntimeTraits, Wharf } from './runtime-harness.js';

const never = new AbortController().signal;
const nowhere = 'wharf-is-not-here' as InstanceId;
const mebibyte = 1024 * 1024;
const size: TerminalSize = { columns: 91, rows: 33 };

/** Judges an adapter by what the doc comments say of `Runtime.exec` and of `ExecSession`. */
export function describeExec<Spec>(
  adapter: string,
  traits: RuntimeTraits,
  make: () => Promise<RuntimeHarness<Spec>>,
): void {
  describe(`Runtime contract: ${adapter}: a command beside an instance`, function () {
    this.timeout(traits.boundMs * 4);
    let harness: RuntimeHarness<Spec>;
    let runtime: Runtime<Spec>;
    let wharf: Wharf<Spec>;
    let marker: string;

    beforeEach(async function () {
      harness = await make();
      runtime = harness.subject;
      wharf = new Wharf(harness, traits.boundMs);
      marker = randomUUID();
    });

    afterEach(async function () {
      await wharf.clear().finally(() => harness.dispose());
    });

    const wish = (deed: ExecDeed, terminal?: TerminalSize): ExecWish => ({
      command: harness.command(deed, marker),
      terminal,
    });
    const asked = (id: InstanceId, deed: ExecDeed, signal = never): Answer<ExecSession> =>
      runtime.exec(id, wish(deed), signal);
    const beside = async (id: InstanceId, deed: ExecDeed, terminal?: TerminalSize): Promise<Talk> =>
      new Talk(valueOf(await runtime.exec(id, wish(deed, terminal), never)), traits.boundMs);
    const begun = async (deed: ExecDeed, terminal?: TerminalSize): Promise<Talk> =>
      beside(await wharf.ready({ do: 'wait' }), deed, terminal);
    const nothingLives = (): Promise<unknown> =>
      eventually(async () => {
        expect(await processesBearing(marker)).to.deep.equal([]);
      }, traits.boundMs);

    describe('without a terminal', function () {
      it('gets what is written to it, byte for byte, and prints it so', async function () {
        const talk = await begun({ do: 'echo' });
        const bytes = randomBytes(mebibyte);
        for (let from = 0; from < bytes.length; from += 50_000)
          await talk.write(bytes.subarray(from, from + 50_000));
        talk.session.endInput();
        expect(await talk.ended()).to.deep.equal({ kind: 'code', code: 0, oom: false });
        expect(talk.printed().equals(bytes)).to.equal(true);
      });

      it('prints on two streams', async function () {
        const talk = await begun({ do: 'say', code: 0 });
        await talk.ended();
        expect([talk.text('stdout'), talk.text('stderr')]).to.deep.equal(['out\n', 'err\n']);
      });

      it('is told that no more will be written', async function () {
        const talk = await begun({ do: 'echo' });
        talk.session.endInput();
        expect(await talk.ended()).to.deep.equal({ kind: 'code', code: 0, oom: false });
        expect(talk.text()).to.equal('');
      });

      it('sees no terminal, and a resize has no effect', async function () {
        const talk = await begun({ do: 'tell-terminal' });
        talk.session.resize(size);
        await talk.ended();
        expect(talk.text()).to.equal('no\n');
      });

      it('takes no harm from a write once it no longer reads', async function () {
        const talk = await begun({ do: 'say', code: 7 });
        expect(await talk.ended()).to.deep.equal({ kind: 'code', code: 7, oom: false });
        await talk.write('too late');
        talk.session.endInput();
      });
    });

    describe('with a terminal', function () {
      it('sees one, and prints on stdout only', async function () {
        const talk = await begun({ do: 'tell-terminal' }, size);
        expect(await talk.ended()).to.deep.equal({ kind: 'code', code: 0, oom: false });
        expect([talk.text('stdout'), talk.text('stderr')]).to.deep.equal(['yes\r\n', '']);
      });

      it('prints both its streams on stdout', async function () {
        const talk = await begun({ do: 'say', code: 3 }, size);
        expect(await talk.ended()).to.deep.equal({ kind: 'code', code: 3, oom: false });
        expect(talk.text('stderr')).to.equal('');
        expect(talk.text('stdout')).to.match(/^out\r?\nerr\r?\n$/);
      });

      it('has the size that was asked for, and hears when it changes', async function () {
        const talk = await begun({ do: 'tell-size' }, size);
        await talk.saying('33 91');
        talk.session.resize({ columns: 120, rows: 50 });
        await talk.saying('50 120');
        talk.session.close();
        await nothingLives();
      });

      it('gets what is written to it, and is told that no more will be', async function () {
        const talk = await begun({ do: 'echo' }, size);
        await talk.write('some words\n');
        await talk.saying('some words');
        talk.session.endInput();
        expect(await talk.ended()).to.deep.equal({ kind: 'code', code: 0, oom: false });
      });
    });

    describe('its end', function () {
      for (const code of [0, 1, 127, 255]) {
        it(`tells the code ${code.toString()}`, async function () {
          const talk = await begun({ do: 'say', code });
          expect(await talk.ended()).to.deep.equal({ kind: 'code', code, oom: false });
          expect(talk.text()).to.equal('out\n');
        });
      }

      it('tells the signal', async function () {
        const talk = await begun({ do: 'die', signal: 'SIGKILL' });
        expect(await talk.ended()).to.deep.equal({ kind: 'signal', signal: 'SIGKILL', oom: false });
      });

      it('leaves the instance as it was', async function () {
        const id = await wharf.ready({ do: 'wait' });
        const before = await wharf.seen(id);
        await (await beside(id, { do: 'die', signal: 'SIGKILL' })).ended();
        expect(await wharf.seen(id)).to.deep.equal(before);
        expect((await wharf.listed()).map((each) => each.id)).to.deep.equal([id]);
      });

      it('takes along what it had started', async function () {
        const talk = await begun({ do: 'fork', then: 'end' });
        expect(await talk.ended()).to.deep.equal({ kind: 'code', code: 0, oom: false });
        await nothingLives();
      });
    });

    describe('close', function () {
      for (const terminal of [undefined, size]) {
        const kind = terminal === undefined ? 'without' : 'with';
        it(`kills it, and what it had started, ${kind} a terminal`, async function () {
          const talk = await begun({ do: 'fork', then: 'wait' }, terminal);
          await talk.saying('ready');
          if (traits.realProcesses) expect(await processesBearing(marker)).to.have.lengthOf.at.least(2);
          talk.session.close();
          expect((await talk.ended()).kind).to.equal('unknown');
          await nothingLives();
        });
      }

      it('ends its output at once, and has no effect twice', async function () {
        const talk = await begun({ do: 'wait' });
        await talk.saying('ready');
        talk.session.close();
        talk.session.close();
        expect((await talk.ended()).kind).to.equal('unknown');
        await talk.write('too late');
        await nothingLives();
      });

      it('has no effect once it has ended', async function () {
        const talk = await begun({ do: 'say', code: 7 });
        await talk.ended();
        talk.session.close();
        expect(await talk.ended()).to.deep.equal({ kind: 'code', code: 7, oom: false });
      });
    });

    it('reads on only as fast as its caller does', async function () {
      const id = await wharf.ready({ do: 'wait' });
      const session = valueOf(await asked(id, { do: 'flood' }));
      const reader = session.output[Symbol.asyncIterator]();
      const before = process.memoryUsage();
      const first = await within(traits.boundMs, reader.next());
      expect(first.done).to.equal(false);
      const until = harness.now() + 500;
      if (traits.realProcesses) await eventually(() => harness.now() > until, traits.boundMs);
      const after = process.memoryUsage();
      expect(after.arrayBuffers - before.arrayBuffers).to.be.lessThan(4 * mebibyte);
      for (let read = 0; read < 16 * mebibyte;) {
        const next = await within(traits.boundMs, reader.next());
        if (next.done === true) throw new Error('it ended');
        read += next.value.bytes.length;
      }
      session.close();
      await nothingLives();
    });

    it('runs in the namespaces of the instance, as its user, with its environment, files and directory', async function () {
      if (!traits.realProcesses) return;
      const id = await wharf.ready({ do: 'tell-self' });
      const talk = await beside(id, { do: 'tell-self' });
      expect((await talk.ended()).kind, talk.text('stderr')).to.equal('code');
      valueOf(await runtime.signal(id, 'SIGKILL', never));
      await wharf.ended(id);
      const own = (await wharf.output(id)).stdout.toString();
      expect(own).to.include('WHARF_WORD=two words').and.to.include('nobody');
      expect(talk.text()).to.equal(own.replace('ready\n', 'word\n'));
    });

    it('ends when its instance is removed', async function () {
      const id = await wharf.ready({ do: 'wait' });
      const talk = await beside(id, { do: 'wait' });
      await talk.saying('ready');
      valueOf(await runtime.remove(id, never));
      expect((await talk.ended()).kind).to.be.oneOf(['unknown', 'signal']);
      await nothingLives();
      await eventually(async () => {
        expect(await wharf.leftovers()).to.deep.equal([]);
      }, traits.boundMs);
    });

    it('is not-found when the instance is not there or is not running', async function () {
      const id = await wharf.created({ do: 'exit', code: 0 });
      expect(faultOf(await asked(nowhere, { do: 'echo' }))).to.equal('not-found');
      expect(faultOf(await asked(id, { do: 'echo' }))).to.equal('not-found');
      valueOf(await runtime.start(id, never));
      await wharf.ended(id);
      expect(faultOf(await asked(id, { do: 'echo' }))).to.equal('not-found');
    });

    it('is invalid-spec when its command is not there', async function () {
      const id = await wharf.ready({ do: 'wait' });
      expect(faultOf(await asked(id, { do: 'not-there' }))).to.equal('invalid-spec');
      const inTerminal = await runtime.exec(id, wish({ do: 'not-there' }, size), never);
      expect(faultOf(inTerminal)).to.equal('invalid-spec');
    });

    it('is given up, with nothing left running, when the signal aborts before it is answered', async function () {
      const id = await wharf.ready({ do: 'wait' });
      for (const afterMs of [0, 5, 20, 60]) {
        const soon = new AbortController();
        const asking = asked(id, { do: 'wait' }, soon.signal);
        setTimeout(() => {
          soon.abort();
        }, afterMs);
        const answer = await within(traits.boundMs, asking);
        if (answer.ok) answer.value.close();
        else expect(answer.error.kind).to.be.oneOf(['unavailable', 'outcome-unknown']);
      }
      await nothingLives();
    });

    it('goes on when the signal aborts after it was answered', async function () {
      const soon = new AbortController();
      const id = await wharf.ready({ do: 'wait' });
      const talk = new Talk(valueOf(await asked(id, { do: 'echo' }, soon.signal)), traits.boundMs);
      soon.abort();
      await talk.write('still here');
      talk.session.endInput();
      expect(await talk.ended()).to.deep.equal({ kind: 'code', code: 0, oom: false });
      expect(talk.text()).to.equal('still here');
    });

    it('runs beside others of its instance', async function () {
      const id = await wharf.ready({ do: 'wait' });
      const talks = await Promise.all([1, 2, 3].map(() => beside(id, { do: 'echo' })));
      for (const [index, talk] of talks.entries()) {
        await talk.write(index.toString());
        talk.session.endInput();
      }
      await Promise.all(talks.map((talk) => talk.ended()));
      expect(talks.map((talk) => talk.text())).to.deep.equal(['0', '1', '2']);
    });
  });
}
