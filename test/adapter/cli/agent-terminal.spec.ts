import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { eventually, within } from '../../../src/testing/eventually.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const main = fileURLToPath(new URL('../../../src/main.js', import.meta.url));
const agentProcess = fileURLToPath(new URL('agent-process.js', import.meta.url));

/** What runs on a terminal of its own, made by script(1). */
interface Session {
  readonly printed: () => string;
  type(keys: string): void;
  readonly ended: Promise<unknown>;
}

describe('the commands that ask an agent, over a real socket and a real terminal', function () {
  this.timeout(30_000);
  let directory: TemporaryDirectory;
  let agent: ChildProcess;
  let wharf: string;

  before(async () => {
    directory = await temporaryDirectory();
    const socket = join(directory.path, 'agent.sock');
    agent = spawn(process.execPath, [agentProcess, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (agent.stdout !== null) await once(agent.stdout, 'data');
    wharf = `${process.execPath} ${main} --socket ${socket}`;
  });

  after(async () => {
    const ended = once(agent, 'exit');
    agent.kill('SIGKILL');
    await ended;
    await directory.remove();
  });

  const onTerminal = (script: string): Session => {
    const env = { ...process.env, TERM: 'dumb' };
    const child = spawn('script', ['-qec', script, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return {
      printed: () => text.replaceAll('\r\n', '\n'),
      type: (keys) => child.stdin.write(keys),
      ended: once(child, 'exit'),
    };
  };

  it('have every key of the terminal, Ctrl-C too, and give it back as it was', async () => {
    const exec = `sh -c 'echo pid:$$; exec ${wharf} exec -it 3f web -- size'`;
    const session = onTerminal(`stty cols 91 rows 17; stty -g; ${exec}; echo "status $?"; stty -g`);
    await eventually(() => session.printed().includes('91x17\n'));
    session.type('a\x03b');
    await eventually(() => session.printed().includes('a\x03b'));
    process.kill(Number(/pid:(\d+)/.exec(session.printed())?.[1]), 'SIGTERM');
    await within(10_000, session.ended);
    const [before, ...rest] = session.printed().trim().split('\n');
    expect([rest.at(-2), rest.at(-1)]).to.deep.equal(['a\x03bstatus 130', before]);
  });

  it('end by themselves, and let their process end', async () => {
    for (const [args, text] of [
      ['ps', 'shop.front[0]'],
      ['events', 'started'],
      ['logs 3f web', 'hello'],
      ['exec 3f web -- echo hi', 'hi'],
      ['exec -it 3f web -- echo hi', 'hi'],
    ] as const) {
      const session = onTerminal(`${wharf} ${args}`);
      expect(await within(5000, session.ended), args).to.deep.equal([0, null]);
      expect(session.printed()).to.include(text);
    }
  });
});
