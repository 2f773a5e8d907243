import { expect } from 'chai';

import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { AllocId } from '../../../src/domain/model/ids.js';
import { anAllocStatus, someAllocId } from '../../support/agent/an-alloc-status.js';
import { asClient } from '../../support/agent/as-client.js';
import { FakeAgent } from '../../support/agent/fake-agent.js';
import { within } from '../../../src/testing/eventually.js';
import { type Wharf, wharf } from './wharf.js';

const other = '3f2ab000-0000-4000-8000-000000000002' as AllocId;

describe('the commands that ask an agent, refused', () => {
  let agent: FakeAgent;

  beforeEach(() => {
    agent = new FakeAgent();
  });

  const ask = (...argv: readonly string[]): Wharf => wharf(argv, { agent: asClient(agent) });

  for (const argv of [
    ['status', '3f2a'],
    ['logs', '3f2a', 'web'],
    ['exec', '3f2a', 'web', 'true'],
    ['signal', '-s', 'HUP', '3f2a'],
    ['restart', '3f2a'],
    ['stop', '3f2a'],
  ])
    it(`${argv.join(' ')} names all that an id may mean, and does nothing`, async () => {
      agent.allocs = [anAllocStatus(), anAllocStatus({ id: other, name: 'a.b[1]', state: 'lost' })];
      const { status, stderr, stdout } = ask(...argv);
      expect([await status, stdout.text]).to.deep.equal([125, '']);
      expect(stderr.lines).to.deep.equal([
        'wharf: several begin with 3f2a',
        '  say more of its id:',
        `  ${someAllocId}  shop.front[0]  running`,
        `  ${other}  a.b[1]         lost`,
      ]);
      expect([agent.asked, agent.sessions]).to.deep.equal([[], []]);
    });

  it('say what the agent refused, why, and what to do', async () => {
    const problems = [{ path: 'job.web', message: 'is wrong' }];
    agent.refusal = fault('invalid-spec', 'it can not run here', { remedy: 'do that', problems });
    const { status, stdout, stderr } = ask('run', '-d', 'job.hcl');
    expect([await status, stdout.text]).to.deep.equal([125, '']);
    expect(stderr.lines).to.deep.equal(['wharf: it can not run here', '  do that', 'job.web is wrong']);
  });

  for (const argv of [
    ['ps'],
    ['status', '3f'],
    ['logs', '-f', '3f', 'web'],
    ['exec', '-it', '3f', 'web', '--', 'sh'],
    ['signal', '-s', 'HUP', '3f'],
    ['restart', '3f'],
    ['stop', '--purge', '3f'],
    ['events', '-f'],
    ['explain', 'x'],
    ['reconcile', '--dry-run'],
    ['run', '--detach', 'job.hcl'],
  ])
    it(`${argv.join(' ')} ends with 125 where no agent listens, and says where it looked`, async () => {
      const { status, stdout, stderr, stdin } = wharf(['--socket', '/nonexistent/agent.sock', ...argv]);
      expect([await within(3000, status), stdout.text]).to.deep.equal([125, '']);
      expect(stderr.lines).to.deep.equal([
        'wharf: no agent listens at /nonexistent/agent.sock: there is no such socket',
        '  start one: systemctl start wharf-agent, or wharf agent; or say where it listens: --socket PATH',
      ]);
      expect(stdin.modes).to.deep.equal([]);
    });

  for (const [argv, complaint] of [
    [['signal', '3f'], "required option '-s, --signal <name>' not specified"],
    [['signal', '-s', 'NOPE', '3f'], 'It must be a signal such as SIGHUP.'],
    [['logs', '--tail', '-1', '3f', 'web'], 'It must be a whole number.'],
    [['stop', '--timeout', '5', '3f'], 'It must be a duration such as 90s.'],
    [['exec', '3f', 'web'], "missing required argument 'command'"],
  ] as const)
    it(`${argv.join(' ')} is refused`, async () => {
      const { status, stderr } = ask(...argv);
      expect(await status).to.equal(125);
      expect(stderr.text).to.include(complaint);
    });
});
