import { appendFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { ProcfsProcessTable } from '../../../src/adapters/procfs/procfs-process-table.js';
import type { RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import { anAttempt } from '../../../src/testing/builders/a-handle.js';
import { anAllocId } from '../../../src/testing/builders/an-identity.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { openStore, withStore } from '../../support/level-store/a-level-store.js';
import { type Deed, StoreProcess } from '../../support/level-store/store-process-control.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

describe('LevelTaskStore in a directory that is in use', function () {
  let temporary: TemporaryDirectory;
  let directory: string;
  const others: StoreProcess[] = [];

  beforeEach(async function () {
    temporary = await temporaryDirectory();
    directory = join(temporary.path, 'state', 'tasks');
  });

  afterEach(async function () {
    for (const other of others.splice(0)) await other.kill();
    await temporary.remove();
  });

  const another = (what: Deed = 'hold'): StoreProcess => {
    const other = new StoreProcess(directory, what);
    others.push(other);
    return other;
  };

  async function refusal(): Promise<RuntimeFault> {
    const store = await openStore(directory);
    if (store.ok) await store.value.close();
    return store.ok ? { kind: 'internal', message: 'it was opened' } : store.error;
  }

  it('names the process that has it, its command, and what to do', async function () {
    const other = another();
    expect(await other.opened()).to.equal('open');
    const { kind, message, remedy } = await refusal();
    expect(kind).to.equal('conflict');
    expect(message).to.include(directory).and.include(`process ${other.pid.toString()} (${process.execPath}`);
    expect(message).to.include('store-process.js');
    expect(remedy).to.match(/end that process/);
  });

  it('says the same while the other one writes', async function () {
    const other = another('write');
    await other.said(5);
    for (let n = 0; n < 20; n++) expect((await refusal()).message).to.include(other.pid.toString());
    const written = await other.kill();
    await withStore(directory, async (store) => {
      expect(valueOf(await store.attempts()).readable.map(({ token }) => token)).to.include.members(written);
    });
  });

  it('is that, and not damage, when what the other one just writes looks like it', async function () {
    const other = another();
    await other.opened();
    const [log = ''] = (await readdir(directory)).filter((name) => name.endsWith('.log'));
    await appendFile(join(directory, log), Buffer.alloc(64 * 1024, 'x'));
    const { kind, message } = await refusal();
    expect(kind).to.equal('conflict');
    expect(message).to.include(`process ${other.pid.toString()}`);
    await other.kill();
    expect((await refusal()).message).to.include(`its file ${log} is damaged`);
  });

  it('names nobody when what names the process is old, wrong or gone', async function () {
    await another().opened();
    const self = valueOf(await new ProcfsProcessTable().identify(process.pid));
    for (const text of [
      JSON.stringify({ ...self, startTicks: 1 }),
      JSON.stringify({ pid: 'x' }),
      'null',
      '{',
      '',
    ]) {
      await writeFile(join(directory, 'held-by'), text);
      const { kind, message } = await refusal();
      expect(kind).to.equal('conflict');
      expect(message).to.match(/is in use by another process$/);
    }
  });

  it('is no obstacle when the process was killed, also when what it started lives on', async function () {
    const other = another('leave');
    const [left = ''] = await other.said(1);
    await other.kill();
    try {
      process.kill(Number(left), 0);
      await withStore(directory, async (store) => valueOf(await store.attempts()));
    } finally {
      process.kill(Number(left), 'SIGKILL');
    }
  });

  it('is refused in the same process, also by another path, and keeps others out all the same', async function () {
    const link = join(temporary.path, 'link');
    await withStore(directory, async () => {
      await symlink(directory, link);
      for (const path of [directory, link, `${directory}/../tasks/`]) {
        const again = await openStore(path);
        expect(faultOf(again)).to.equal('conflict');
        expect(again)
          .to.have.nested.property('error.message')
          .that.includes(`this very process, ${process.pid.toString()}`);
      }
      expect(await another().opened())
        .to.include('conflict')
        .and.include(`process ${process.pid.toString()} (`);
    });
  });

  it('has one opener of many at the same time', async function () {
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(directory)));
    expect(stores.filter(({ ok }) => ok)).to.have.length(1);
    for (const store of stores) if (store.ok) await store.value.close();
    await withStore(directory, async (store) => valueOf(await store.attempts()));
  });

  it('is free once it was closed, with all that was asked before', async function () {
    const attempts = Array.from({ length: 5 }, () => anAttempt());
    const store = valueOf(await openStore(directory));
    const answers = [...attempts.map((attempt) => store.intend(attempt)), store.attempts()];
    await Promise.all([store.close(), store.close()]);
    for (const answer of answers) valueOf(await answer);
    await withStore(directory, async (next) => {
      expect(valueOf(await next.attempts()).readable).to.have.deep.members(attempts);
    });
    expect(await another().opened()).to.equal('open');
  });

  it('answers unavailable to all who use it after it was closed', async function () {
    const store = valueOf(await openStore(directory));
    await store.close();
    const attempt = anAttempt();
    const answers = [
      await store.intend(attempt),
      await store.forget(anAllocId(), 'a'),
      await store.attempts(),
      await store.handles(),
    ];
    for (const answer of answers) expect(faultOf<unknown>(answer)).to.equal('unavailable');
    await store.close();
  });
});
