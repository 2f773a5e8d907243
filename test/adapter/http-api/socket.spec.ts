import { expect } from 'chai';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { HttpAgentClient } from '../../../src/adapters/http-api/client/http-agent-client.js';
import { type Api, type ApiOptions, serveApi } from '../../../src/adapters/http-api/server/serve-api.js';
import { takeAway } from '../../../src/adapters/http-api/server/socket-file.js';
import type { RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import type { Result } from '../../../src/domain/shared/result.js';
import { FakeAgent } from '../../support/agent/fake-agent.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const run = promisify(execFile);

describe('the socket of the API', () => {
  let directory: TemporaryDirectory;
  let path: string;
  const open: Api[] = [];

  const serve = async (over: Partial<ApiOptions> = {}): Promise<Result<Api, RuntimeFault>> => {
    const diagnostics = { note: (): void => undefined };
    const served = await serveApi(new FakeAgent(), { path, group: undefined, diagnostics, ...over });
    if (served.ok) open.push(served.value);
    return served;
  };

  const refusal = async (over: Partial<ApiOptions> = {}): Promise<RuntimeFault> => {
    const served = await serve(over);
    if (served.ok) throw new Error('it listens');
    return served.error;
  };

  beforeEach(async () => {
    directory = await temporaryDirectory();
    path = join(directory.path, 'agent.sock');
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((api) => api.close()));
    await directory.remove();
  });

  it('is for its owner alone, and nothing else is left beside it', async () => {
    valueOf(await serve());
    const { mode } = await lstat(path);
    expect(mode & 0o777).to.equal(0o600);
    expect(await readdir(directory.path)).to.deep.equal(['agent.sock']);
  });

  for (const [group, gid] of [
    ['daemon', 1],
    ['4242', 4242],
  ] as const)
    it(`is for the group ${group} too, when that is set`, async () => {
      valueOf(await serve({ group }));
      const found = await lstat(path);
      expect([found.mode & 0o777, found.gid]).to.deep.equal([0o660, gid]);
    });

  it('refuses a group that there is not', async () => {
    const found = await refusal({ group: 'wharf-no-such-group' });
    expect(found.kind).to.equal('invalid-spec');
    expect(found.message).to.include('wharf-no-such-group');
    expect(await readdir(directory.path)).to.deep.equal([]);
  });

  it('makes the directory that it is to lie in', async () => {
    path = join(directory.path, 'run', 'wharf', 'agent.sock');
    valueOf(await serve());
    expect((await lstat(path)).isSocket()).to.equal(true);
  });

  it('is gone once the API is closed', async () => {
    await valueOf(await serve()).close();
    expect(await readdir(directory.path)).to.deep.equal([]);
  });

  it('is not taken away at the close when another stands in its place by then', async () => {
    const first = valueOf(await serve());
    await run('mv', [path, `${path}.moved`]);
    valueOf(await serve());
    await first.close();
    expect((await new HttpAgentClient(path).health()).ok).to.equal(true);
  });

  it('replaces what a dead agent left', async () => {
    await leaveBehind(path);
    expect((await lstat(path)).isSocket()).to.equal(true);
    valueOf(await serve());
    expect((await new HttpAgentClient(path).health()).ok).to.equal(true);
    expect(await readdir(directory.path)).to.deep.equal(['agent.sock']);
  });

  it('is never taken from one that lives', async () => {
    valueOf(await serve());
    const found = await refusal();
    expect(found.kind).to.equal('conflict');
    expect(found.message).to.include(path);
    expect((await new HttpAgentClient(path).health()).ok).to.equal(true);
    expect(await readdir(directory.path)).to.deep.equal(['agent.sock']);
  });

  for (let round = 0; round < 5; round++)
    it(`is had by one of several that begin at once over a dead one (${round.toString()})`, async () => {
      await leaveBehind(path);
      const served = await Promise.all(Array.from({ length: 6 }, () => serve()));
      expect(served.filter(({ ok }) => ok)).to.have.length(1);
      expect((await new HttpAgentClient(path).health()).ok).to.equal(true);
      expect(await readdir(directory.path)).to.deep.equal(['agent.sock']);
    });

  it('is left to another agent that replaced the dead one first', async () => {
    await leaveBehind(path);
    const dead = await lstat(path, { bigint: true });
    valueOf(await serve());
    const taken = await takeAway(path, dead);
    expect(taken.ok ? undefined : taken.error.kind).to.equal('conflict');
    expect((await new HttpAgentClient(path).health()).ok).to.equal(true);
    expect(await readdir(directory.path)).to.deep.equal(['agent.sock']);
  });

  for (const [what, make] of [
    ['a file', () => writeFile(path, 'precious')],
    ['a directory', () => mkdir(path)],
    ['a link, even to a socket', () => symlink('/nonexistent', path)],
  ] as const)
    it(`refuses ${what} in its place, and leaves it`, async () => {
      await make();
      const before = await lstat(path);
      const found = await refusal();
      expect(found.kind).to.equal('conflict');
      expect(found.message).to.include('not a socket');
      expect((await lstat(path)).ino).to.equal(before.ino);
      if (before.isFile()) expect(await readFile(path, 'utf8')).to.equal('precious');
    });

  it('refuses a path that the kernel would cut off', async () => {
    const found = await refusal({ path: join(directory.path, 'x'.repeat(120)) });
    expect(found.kind).to.equal('invalid-spec');
    expect(found.message).to.include('bytes');
  });

  it('can not be used by another user', async () => {
    await chmod(directory.path, 0o755);
    valueOf(await serve());
    expect(await askAs('65534', path)).to.equal('EACCES');
  });

  it('can be used by a member of its group, and by no other', async () => {
    await chmod(directory.path, 0o755);
    valueOf(await serve({ group: '4242' }));
    expect(await askAs('65534', path, '4242')).to.equal('200');
    expect(await askAs('65534', path)).to.equal('EACCES');
  });

  it('answers what is under way before it closes, and no more', async () => {
    let finish: () => void = () => undefined;
    const agent = new FakeAgent();
    agent.stopping = new Promise<void>((resolve) => (finish = resolve));
    const diagnostics = { note: (): void => undefined };
    const api = valueOf(await serveApi(agent, { path, group: undefined, diagnostics }));
    const client = new HttpAgentClient(path);
    const [alloc] = agent.allocs;
    const stopped = client.stop(valueOf(agent.find(alloc?.id ?? '')).id, false);
    await eventually(() => agent.asked.length === 1);
    const closed = api.close();
    await eventually(async () => !(await client.health()).ok);
    finish();
    expect((await within(2000, stopped)).ok).to.equal(true);
    await within(2000, closed);
  });
});

/** A socket that a process had listened at which is gone. */
async function leaveBehind(path: string): Promise<void> {
  const code = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', code]), 'exit');
}

/** The status, or the errno, that another user gets. */
async function askAs(uid: string, path: string, gid = uid): Promise<string> {
  const code = `require('http').get({ socketPath: ${JSON.stringify(path)}, path: '/v1/health' }, ({ statusCode }) => { console.log(statusCode); process.exit() }).on('error', ({ code }) => console.log(code))`;
  const identity = ['--reuid', uid, '--regid', gid, '--clear-groups'];
  const { stdout } = await run('setpriv', [...identity, process.execPath, '-e', code]);
  return stdout.trim();
}
