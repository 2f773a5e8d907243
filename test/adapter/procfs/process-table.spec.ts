import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { ProcfsProcessTable } from '../../../src/adapters/procfs/procfs-process-table.js';
import type { ProcessIdentity } from '../../../src/domain/ports/process-table.js';
import { eventually } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

describe('ProcfsProcessTable', function () {
  const table = new ProcfsProcessTable();
  let child: ChildProcess;
  let identity: ProcessIdentity;

  beforeEach(async function () {
    child = spawn('sleep', ['1000']);
    const found = valueOf(await table.identify(child.pid ?? 0));
    if (found === undefined) throw new Error('there is no child');
    identity = found;
  });

  afterEach(async function () {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('finds a living process, the same one each time', async function () {
    expect(identity.pid).to.equal(child.pid);
    expect(identity.bootId).to.match(/^[0-9a-f-]{36}$/);
    expect(valueOf(await table.identify(identity.pid))).to.deep.equal(identity);
    expect(valueOf(await table.isAlive(identity))).to.equal(true);
  });

  it('tells what a living process runs, and nothing of another that has its pid', async function () {
    await eventually(async () => /sleep|busybox/.test(valueOf(await table.program(identity)) ?? ''));
    const another = { ...identity, startTicks: identity.startTicks - 1 };
    expect(valueOf(await table.program(another))).to.equal(undefined);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(valueOf(await table.program(identity))).to.equal(undefined);
  });

  it('finds no process that has ended, not even its remains', async function () {
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 1000'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const remains = Number(line.toString());
    await eventually(async () => valueOf(await table.identify(remains)) === undefined);
    expect(() => process.kill(remains, 0)).not.to.throw();
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    expect(valueOf(await table.identify(2 ** 22 + 1))).to.equal(undefined);
  });

  it('finds the processes that bear all of some texts, each as an argument', async function () {
    const marked = spawn('sh', ['-c', 'exec sleep 1000 & wait', '--wharf-a', 'wharf b']);
    const pid = marked.pid ?? 0;
    const bearing = async (...texts: readonly string[]): Promise<readonly number[]> =>
      valueOf(await table.bearing(texts)).map((found) => found.pid);
    await eventually(async () => (await bearing('--wharf-a')).includes(pid));
    expect(await bearing('--wharf-a', 'wharf b')).to.deep.equal([pid]);
    expect(valueOf(await table.bearing(['wharf b']))).to.deep.equal([valueOf(await table.identify(pid))]);
    expect(await bearing('--wharf-a', 'sleep')).to.deep.equal([]);
    expect(await bearing('--wharf')).to.deep.equal([]);
    const [inner] = await childrenOf(pid);
    process.kill(inner ?? 0, 'SIGKILL');
    marked.kill('SIGKILL');
    await once(marked, 'exit');
    expect(await bearing('--wharf-a')).to.deep.equal([]);
  });

  it('signals the very process', async function () {
    valueOf(await table.signal(identity, 'SIGTERM'));
    expect(await once(child, 'exit')).to.deep.equal([null, 'SIGTERM']);
    expect(valueOf(await table.isAlive(identity))).to.equal(false);
    valueOf(await table.signal(identity, 'SIGKILL'));
  });

  it('finds what comes of a process, by descent or by session, and none of others', async function () {
    const parent = spawn('sh', ['-c', 'sleep 1000 & (sleep 1000 & echo $!); wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const orphan = Number(line.toString());
    const ancestor = valueOf(await table.identify(parent.pid ?? 0));
    if (ancestor === undefined) throw new Error('there is no parent');
    const among = [ancestor.pid, orphan, identity.pid, process.pid];
    const found = valueOf(await table.offspring(ancestor, among)).map(({ pid }) => pid);
    expect(found).to.have.members([ancestor.pid, orphan]);
    expect(valueOf(await table.offspring({ ...ancestor, startTicks: 1 }, among))).to.deep.equal([]);
    process.kill(-ancestor.pid, 'SIGKILL');
    await once(parent, 'exit');
  });

  for (const [what, other] of [
    ['another that later got its pid', { startTicks: 1 }],
    ['one of another boot', { bootId: 'another' }],
  ] as const) {
    it(`does not signal ${what}`, async function () {
      const stranger = { ...identity, ...other };
      expect(valueOf(await table.isAlive(stranger))).to.equal(false);
      valueOf(await table.signal(stranger, 'SIGKILL'));
      expect(valueOf(await table.isAlive(identity))).to.equal(true);
      expect(child.signalCode).to.equal(null);
    });
  }

  describe('in a /proc that can not be read', function () {
    let directory: TemporaryDirectory;
    let blind: ProcfsProcessTable;

    beforeEach(async function () {
      directory = await temporaryDirectory();
      blind = new ProcfsProcessTable(directory.path);
    });
    afterEach(() => directory.remove());

    const inProc = (...names: readonly string[]): string => join(directory.path, ...names);

    it('never takes a process for gone, and sends nothing', async function () {
      await mkdir(inProc(identity.pid.toString(), 'stat'), { recursive: true });
      expect(faultOf(await blind.identify(identity.pid))).to.equal('internal');
      expect(faultOf(await blind.isAlive(identity))).to.equal('internal');
      expect(faultOf(await blind.signal(identity, 'SIGKILL'))).to.equal('internal');
      expect(valueOf(await table.isAlive(identity))).to.equal(true);
    });

    it('asks anew for the id of the boot when it was not to be had', async function () {
      await symlink(`/proc/${identity.pid.toString()}`, inProc(identity.pid.toString()));
      faultOf(await blind.identify(identity.pid));
      faultOf(await blind.isAlive(identity));
      await symlink('/proc/sys', inProc('sys'));
      expect(valueOf(await blind.identify(identity.pid))).to.deep.equal(identity);
      expect(valueOf(await blind.isAlive(identity))).to.equal(true);
    });
  });
});

async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid.toString()}/task/${pid.toString()}/children`, 'utf8');
  return text.trim().split(' ').map(Number);
}
