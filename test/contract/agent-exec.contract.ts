import { expect } from 'chai';

import type { ExecSession } from '../../src/domain/model/exec.js';
import { someAllocId } from '../support/agent/an-alloc-status.js';
import { eventually, within } from '../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../src/testing/expect-result.js';
import type { AgentClientHarness } from './agent-client.contract.js';

/** Judges how a way to ask an agent runs commands, by the comments of `ExecSession`. */
export function describeAgentExec(adapter: string, make: () => Promise<AgentClientHarness>): void {
  describe(`AgentClient contract, exec: ${adapter}`, function () {
    let harness: AgentClientHarness;
    let left: AbortController;

    beforeEach(async function () {
      harness = await make();
      left = new AbortController();
    });

    afterEach(async function () {
      left.abort();
      await harness.end();
    });

    const exec = async (
      command: readonly [string, ...string[]],
      terminal?: { readonly columns: number; readonly rows: number },
    ): Promise<ExecSession> =>
      valueOf(await harness.subject.exec(someAllocId, 'web', { command, terminal }, left.signal));

    it('gives what a command prints and how it ends', async function () {
      const session = await exec(['echo', 'a b', '"ü"\n', '']);
      expect(await within(2000, printed(session))).to.deep.equal({ stdout: 'a b "ü"\n \n', stderr: '' });
      expect(await session.exit).to.deep.equal({ kind: 'code', code: 0, oom: false });
    });

    it('keeps the streams apart, and gives a status that is not 0', async function () {
      const session = await exec(['fail']);
      expect(await within(2000, printed(session))).to.deep.equal({ stdout: '', stderr: 'it failed\n' });
      expect(await session.exit).to.deep.equal({ kind: 'code', code: 3, oom: false });
    });

    it('takes input in order, and its end', async function () {
      const session = await exec(['cat']);
      const all = printed(session);
      const parts = ['one ', 'x'.repeat(200_000), ' three'];
      await within(2000, Promise.all(parts.map((part) => session.write(Buffer.from(part)))));
      session.endInput();
      expect((await within(2000, all)).stdout).to.equal(parts.join(''));
    });

    it('tells a terminal its size, and every other one', async function () {
      const session = await exec(['size'], { columns: 80, rows: 24 });
      session.resize({ columns: 100, rows: 30 });
      session.endInput();
      expect((await within(2000, printed(session))).stdout).to.equal('80x24\n100x30\n');
    });

    it('does nothing with a size when there is no terminal', async function () {
      const session = await exec(['cat']);
      session.resize({ columns: 100, rows: 30 });
      session.endInput();
      expect((await within(2000, printed(session))).stdout).to.equal('');
    });

    it('reads on only as fast as its caller does', async function () {
      const size = 64 * 1024 * 1024;
      const session = await exec(['flood', size.toString()]);
      const [served] = harness.agent.sessions;
      const output = session.output[Symbol.asyncIterator]();
      await output.next();
      let before = -1;
      await eventually(() => {
        const stands = served?.given === before;
        before = served?.given ?? 0;
        return stands;
      });
      expect(before).to.be.below(size / 8);
      let bytes = 0;
      for (let step = await output.next(); step.done !== true; step = await output.next())
        bytes += step.value.bytes.length;
      expect(served?.given).to.equal(size);
      expect(bytes).to.be.within(size - 64 * 1024, size);
    });

    for (const how of ['it is closed', 'the signal aborts'])
      it(`ends the command when ${how}, and then does not know how it ended`, async function () {
        const session = await exec(['deaf']);
        const all = printed(session);
        void session.write(Buffer.from('never taken'));
        if (how === 'it is closed') session.close();
        else left.abort();
        expect((await within(2000, session.exit)).kind).to.equal('unknown');
        await within(2000, all);
        await eventually(() => harness.agent.sessions[0]?.closed === true);
      });

    it('is `not-found` when the task does not run', async function () {
      const wish = { command: ['echo'], terminal: undefined } as const;
      expect(faultOf(await harness.subject.exec(someAllocId, 'gone', wish, left.signal))).to.equal(
        'not-found',
      );
    });
  });
}

async function printed({ output }: ExecSession): Promise<{ stdout: string; stderr: string }> {
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  for await (const { stream, bytes } of output) chunks[stream].push(bytes);
  const text = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString();
  return { stdout: text(chunks.stdout), stderr: text(chunks.stderr) };
}
