import { expect } from 'chai';

import { asClient } from '../../support/agent/as-client.js';
import { FakeAgent } from '../../support/agent/fake-agent.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { FakeInlet } from './fake-inlet.js';
import { FakeOutlet } from './fake-outlet.js';
import { type Wharf, wharf } from './wharf.js';

describe('wharf exec', () => {
  let agent: FakeAgent;

  beforeEach(() => {
    agent = new FakeAgent();
  });

  const exec = (
    argv: readonly string[],
    around: { readonly stdin?: FakeInlet; readonly stdout?: FakeOutlet } = {},
  ): Wharf => wharf(['exec', ...argv], { agent: asClient(agent), ...around });

  const onTerminal = (): { readonly stdin: FakeInlet; readonly stdout: FakeOutlet } => ({
    stdin: new FakeInlet({ isTTY: true }),
    stdout: new FakeOutlet({ isTTY: true, columns: 120, rows: 40 }),
  });

  it('gives out both streams of the command and ends with its status', async () => {
    const well = exec(['3f', 'web', '--', 'echo', '-la', '--tty', '-h', 'x']);
    expect([await well.status, well.stdout.text]).to.deep.equal([0, '-la --tty -h x\n']);
    const bad = exec(['3f', 'web', 'fail']);
    expect([await bad.status, bad.stdout.text, bad.stderr.text]).to.deep.equal([3, '', 'it failed\n']);
  });

  it('gives no input, and says so to the command, unless it is asked to', async () => {
    const asked = exec(['3f', 'web', 'cat']);
    asked.stdin.write('ignored');
    expect([await within(2000, asked.status), asked.stdout.text]).to.deep.equal([0, '']);
  });

  it('gives its input to the command with -i', async () => {
    const asked = exec(['-i', '3f', 'web', 'cat']);
    asked.stdin.write('one\n');
    await eventually(() => asked.stdout.text === 'one\n');
    asked.stdin.end('two');
    expect([await within(2000, asked.status), asked.stdout.text]).to.deep.equal([0, 'one\ntwo']);
    expect(asked.stdin.modes).to.deep.equal([]);
  });

  for (const flags of [['-it'], ['-i', '-t'], ['--interactive', '--tty']])
    it(`has each key with ${flags.join(' ')}, and gives the terminal back`, async () => {
      const around = onTerminal();
      const asked = exec([...flags, '3f', 'web', 'size'], around);
      await eventually(() => around.stdout.text === '120x40\n');
      expect(around.stdin.modes).to.deep.equal(['raw']);
      around.stdout.resize(100, 30);
      await eventually(() => around.stdout.text === '120x40\n100x30\n');
      around.stdin.end();
      expect(await within(2000, asked.status)).to.equal(0);
      expect(around.stdin.modes).to.deep.equal(['raw', 'cooked']);
      expect(around.stdout.listenerCount('resize')).to.equal(0);
    });

  it('gives the terminal back when the command ends by itself, and waits for no key', async () => {
    const around = onTerminal();
    const asked = exec(['-it', '3f', 'web', 'fail'], around);
    expect(await within(2000, asked.status)).to.equal(3);
    expect(around.stdin.modes).to.deep.equal(['raw', 'cooked']);
    expect(around.stdin.destroyed).to.equal(true);
  });

  it('gives the terminal back when it is told to stop, and ends the command', async () => {
    const around = onTerminal();
    const asked = exec(['-it', '3f', 'web', 'deaf'], around);
    await eventually(() => around.stdin.modes.length === 1);
    expect(asked.signal()).to.equal(true);
    expect([await within(2000, asked.status), asked.stderr.text]).to.deep.equal([130, '']);
    expect(around.stdin.modes).to.deep.equal(['raw', 'cooked']);
    expect(agent.sessions[0]?.closed).to.equal(true);
  });

  it('gives the terminal back when the agent is gone', async () => {
    const around = onTerminal();
    const asked = exec(['-it', '3f', 'web', 'deaf'], around);
    await eventually(() => around.stdin.modes.length === 1);
    agent.sessions[0]?.close();
    expect(await within(2000, asked.status)).to.equal(125);
    expect(asked.stderr.text).to.include('it was closed');
    expect(around.stdin.modes).to.deep.equal(['raw', 'cooked']);
  });

  it('gives the terminal back when it breaks', async () => {
    const around = onTerminal();
    const client = asClient(agent);
    const broken = wharf(['exec', '-it', '3f', 'web', 'deaf'], {
      ...around,
      agent: {
        ...client,
        exec: async (...args) => {
          const opened = await client.exec(...args);
          return opened.ok
            ? { ok: true, value: Object.assign(opened.value, { output: breaking() }) }
            : opened;
        },
      },
    });
    expect(await within(2000, broken.status)).to.equal(125);
    expect(broken.stderr.text).to.include('a defect of wharf');
    expect(around.stdin.modes).to.deep.equal(['raw', 'cooked']);
  });

  it('takes a size for a terminal that does not know its own', async () => {
    const stdout = new FakeOutlet({ isTTY: true, columns: 0, rows: 0 });
    const asked = exec(['-t', '3f', 'web', 'size'], { stdout });
    expect([await within(2000, asked.status), stdout.text]).to.deep.equal([0, '80x24\n']);
  });

  it('takes no keys when its input is no terminal', async () => {
    const asked = exec(['-it', '3f', 'web', 'size']);
    await eventually(() => asked.stdout.text === '80x24\n');
    asked.stdin.end();
    expect(await within(2000, asked.status)).to.equal(0);
    expect(asked.stdin.modes).to.deep.equal([]);
  });

  it('ends the command when nobody reads its output any more', async () => {
    const stdout = new FakeOutlet();
    const asked = exec(['3f', 'web', 'flood', '10000000'], { stdout });
    await eventually(() => stdout.bytes.length > 0);
    stdout.leave();
    expect(await within(2000, asked.status)).to.be.oneOf([0, 125]);
    await eventually(() => agent.sessions[0]?.closed === true);
  });

  it('says which task does not run', async () => {
    const asked = exec(['3f', 'nope', 'true']);
    expect([await asked.status, asked.stderr.text]).to.deep.equal([125, 'wharf: nope does not run\n']);
  });
});

// eslint-disable-next-line require-yield, @typescript-eslint/require-await -- it breaks before it gives anything
async function* breaking(): AsyncGenerator<never> {
  throw new Error('a bug');
}
