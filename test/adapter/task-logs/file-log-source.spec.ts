import { expect } from 'chai';
import { link, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { FileLogSource } from '../../../src/adapters/task-logs/file-log-source.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../../support/host-clock.js';
import { type LogDirectory, makeLogDirectory } from './log-directory.js';

const never = new AbortController().signal;
const source = new FileLogSource(hostClock);

describe('task logs read from files', () => {
  let logs: LogDirectory;
  const at = (name: string): string => join(logs.path, name);
  const originOf = (directory: string) => ({ directory, task: 'web', ended: AbortSignal.abort() });

  beforeEach(async () => {
    logs = await makeLogDirectory();
  });

  afterEach(() => logs.remove());

  const piecesOf = async (tailLines?: number, follow = false): Promise<readonly Uint8Array[]> => {
    const wish = { stream: 'stdout', tailLines, follow } as const;
    const pieces: Uint8Array[] = [];
    for await (const piece of valueOf(await source.read(originOf(logs.path), wish, never)))
      pieces.push(piece);
    return pieces;
  };

  const text = async (tailLines?: number, follow = false): Promise<string> =>
    Buffer.concat(await piecesOf(tailLines, follow)).toString();

  it('pass over what was planted in the place of a file', async () => {
    await writeFile(at('secret'), 'secret\n');
    await symlink('secret', at('web.stdout.1'));
    await link(at('secret'), at('web.stdout.3'));
    const wish = { stream: 'stdout', tailLines: undefined, follow: false } as const;
    expect(faultOf(await source.read(originOf(logs.path), wish, never))).to.equal('not-found');
    await writeFile(at('web.stdout.0'), 'a\n');
    await writeFile(at('web.stdout.2'), 'b\n');
    expect([await text(), await text(undefined, true)]).to.deep.equal(['a\nb\n', 'a\nb\n']);
  });

  it('say conflict when a link leads to their directory', async () => {
    await symlink('.', at('linked'));
    const wish = { stream: 'stdout', tailLines: undefined, follow: false } as const;
    expect(faultOf(await source.read(originOf(at('linked')), wish, never))).to.equal('conflict');
  });

  for (const copy of ['', 't', 'thr'])
    it(`give the beginning of a line once of which "${copy}" was copied`, async () => {
      await writeFile(at('web.stdout.4'), 'one\nthr');
      await writeFile(at('web.stdout.5'), copy);
      expect([await text(), await text(undefined, true)]).to.deep.equal(['one\nthr', 'one\nthr']);
      expect(await text(1)).to.equal('thr');
    });

  it('give the last lines of much in small pieces', async () => {
    await writeFile(at('web.stdout.7'), `first\n${'x'.repeat(20_000_000)}\nlast\n`);
    const pieces = await piecesOf(2);
    expect(Buffer.concat(pieces).length).to.equal(20_000_006);
    for (const { length } of pieces) expect(length).to.be.at.most(64 * 1024);
    expect(await text(1)).to.equal('last\n');
  });

  it('hold nothing open for who never begins, or has ended', async () => {
    await writeFile(at('web.stdout.0'), 'a\n');
    const open = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
    const before = await open();
    const wish = { stream: 'stdout', tailLines: undefined, follow: true } as const;
    valueOf(await source.read(originOf(logs.path), wish, never));
    for await (const piece of valueOf(await source.read(originOf(logs.path), wish, never)))
      if (piece.length > 0) break;
    await rename(at('web.stdout.0'), at('web.stdout.1'));
    expect(await text()).to.equal('a\n');
    expect(await open()).to.be.at.most(before + 1);
  });
});
