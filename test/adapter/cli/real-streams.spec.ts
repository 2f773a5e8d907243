import { expect } from 'chai';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { eventually, within } from '../../../src/testing/eventually.js';

const script = fileURLToPath(new URL('wharf-process.js', import.meta.url));

type Child = ChildProcessByStdio<null, Readable, Readable>;

describe('the command line on real pipes', function () {
  this.timeout(20_000);
  const children: Child[] = [];

  const start = (count: number): Child => {
    const child = spawn(process.execPath, [script, count.toString()], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  };

  after(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  it('ends only when its reader has all of its output', async () => {
    const child = start(50_000);
    const ended = once(child, 'exit');
    await once(child.stdout, 'readable');
    const lines = (await within(15_000, text(child.stdout))).split('\n');
    expect(lines).to.have.lengthOf(50_001);
    expect(lines.at(-2)).to.equal('web | 49999');
    expect(await within(5000, ended)).to.deep.equal([0, null]);
  });

  it('stops in order when its reader closes the pipe', async () => {
    const child = start(Infinity);
    const ended = once(child, 'exit');
    await once(child.stdout, 'readable');
    child.stdout.destroy();
    expect(await within(10_000, ended)).to.deep.equal([130, null]);
  });

  it('hears Ctrl-C while its reader takes nothing, and another one ends it', async () => {
    const child = start(Infinity);
    const said = once(child.stderr, 'data') as Promise<[Buffer]>;
    await once(child.stdout, 'readable');
    child.kill('SIGINT');
    const [words] = await within(10_000, said);
    expect(words.toString()).to.include('stopping all tasks in order');
    // The second one may still be heard as a wish to kill; once nothing runs any more, one ends the process itself.
    await eventually(() => {
      child.kill('SIGINT');
      return child.signalCode === 'SIGINT';
    });
  });
});
