import { expect } from 'chai';

import { LostAgent } from '../../../src/app/agent-client.js';
import { ok } from '../../../src/domain/shared/result.js';
import { someAllocId } from '../../support/agent/an-alloc-status.js';
import { asClient } from '../../support/agent/as-client.js';
import { FakeAgent } from '../../support/agent/fake-agent.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { FakeOutlet } from './fake-outlet.js';
import { type Wharf, wharf } from './wharf.js';

describe('the commands that follow an agent', () => {
  let agent: FakeAgent;

  beforeEach(() => {
    agent = new FakeAgent();
  });

  const ask = (...argv: readonly string[]): Wharf => wharf(argv, { agent: asClient(agent) });

  const linesOf = async (...argv: readonly string[]): Promise<readonly string[]> => {
    const { status, stdout, stderr } = ask(...argv);
    expect([await within(3000, status), stderr.text]).to.deep.equal([0, '']);
    return stdout.lines;
  };

  it('logs gives out what was printed, as it was', async () => {
    agent.stdout.push(Buffer.from([0xff, 0, 10]), Buffer.from('no end'));
    const { status, stdout } = ask('logs', '3f', 'web', '--tail', '5');
    expect(await status).to.equal(0);
    expect(stdout.bytes.equals(Buffer.concat([Buffer.from([0xff, 0, 10]), Buffer.from('no end')]))).to.equal(
      true,
    );
    expect(agent.asked).to.deep.equal([
      `logs ${someAllocId} web {"stream":"stdout","tailLines":5,"follow":false}`,
    ]);
  });

  it('logs -f goes on until it is interrupted', async () => {
    agent.stderr.push(Buffer.from('one\n'));
    const asked = ask('logs', '-f', '--stderr', '3f', 'web');
    await eventually(() => asked.stdout.text === 'one\n');
    agent.stderr.push(Buffer.from('two\n'));
    await eventually(() => asked.stdout.text === 'one\ntwo\n');
    expect(asked.signal()).to.equal(true);
    expect(await within(2000, asked.status)).to.equal(130);
    expect(agent.stderr.playing).to.equal(0);
  });

  it('logs -f ends when nobody reads any more', async () => {
    agent.stdout.push(Buffer.from('one\n'));
    const stdout = new FakeOutlet();
    const asked = wharf(['logs', '-f', '3f', 'web'], { agent: asClient(agent), stdout });
    await eventually(() => stdout.text === 'one\n');
    stdout.leave();
    expect(await within(2000, asked.status)).to.equal(0);
  });

  it('logs is as fast as its reader', async () => {
    agent.stdout.push(...Array.from({ length: 100 }, () => Buffer.alloc(1000)));
    const stdout = new FakeOutlet({ blocked: true });
    const asked = wharf(['logs', '3f', 'web'], { agent: asClient(agent), stdout });
    await eventually(() => agent.stdout.given > 0);
    expect(agent.stdout.given).to.be.below(10);
    stdout.read();
    expect(await within(2000, asked.status)).to.equal(0);
    expect(stdout.bytes).to.have.length(100_000);
  });

  it('events tells what has happened, and ends', async () => {
    agent.happen({ type: 'received' });
    agent.happen({ type: 'exited', exit: { kind: 'code', code: 7, oom: false } });
    expect(await linesOf('events')).to.deep.equal([
      '1970-01-01T00:00:00Z 3f2a9c1e shop.front[0]/web: received',
      '1970-01-01T00:00:00Z 3f2a9c1e shop.front[0]/web: exited: 7',
    ]);
    expect(await linesOf('events', '--after', '1')).to.have.length(1);
    expect(await linesOf('events', '--after', '1', '--output', 'json')).to.deep.equal([
      `{"kind":"event","number":2,"at":2,"alloc":"${someAllocId}","allocName":"shop.front[0]","task":"web","event":{"type":"exited","exit":{"kind":"code","code":7,"oom":false}}}`,
    ]);
    expect(agent.log.playing).to.equal(0);
  });

  it('events -f goes on', async () => {
    const asked = ask('events', '-f');
    await eventually(() => agent.log.playing === 1);
    agent.happen({ type: 'started' });
    await eventually(() => asked.stdout.lines.length === 1);
    asked.signal();
    expect(await within(2000, asked.status)).to.equal(130);
  });

  for (const argv of [
    ['logs', '-f', '3f', 'web'],
    ['events', '-f'],
  ])
    it(`${argv.join(' ')} ends with 125 when the agent is lost in the middle`, async () => {
      const client = asClient(agent);
      const lost = (): ReturnType<typeof client.logs> => Promise.resolve(ok(breakingOff()));
      const events = lost as unknown as typeof client.events;
      const { status, stderr } = wharf(argv, { agent: { ...client, logs: lost, events } });
      expect(await within(2000, status)).to.equal(125);
      expect(stderr.lines[0]).to.equal('wharf: it broke off');
    });
});

// eslint-disable-next-line require-yield, @typescript-eslint/require-await -- it breaks before it gives anything
async function* breakingOff(): AsyncGenerator<never> {
  throw new LostAgent('it broke off');
}
