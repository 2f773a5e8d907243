import { expect } from 'chai';
import { Container } from 'inversify';

import { doing, exit, print, wait } from '../../../src/adapters/memory/behaviour.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryMountTable } from '../../../src/adapters/memory/memory-mount-table.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { provide } from '../../../src/app/composition/library/bindings.js';
import { dockerEngineModule } from '../../../src/app/composition/library/docker-engine-module.js';
import {
  dockerDriver,
  executorDrivers,
  javaDriver,
} from '../../../src/app/composition/library/driver-modules.js';
import { javaModule } from '../../../src/app/composition/library/java-module.js';
import { allocDirectoriesModule, procfsModule } from '../../../src/app/composition/library/host-modules.js';
import { openLevelStore } from '../../../src/app/composition/library/level-store-module.js';
import { memoryModule } from '../../../src/app/composition/library/memory-module.js';
import { ociExecutorModule } from '../../../src/app/composition/library/oci-executor-module.js';
import { openWharf } from '../../../src/app/composition/library/open-wharf.js';
import { PortTokens, type Token } from '../../../src/app/composition/library/port-tokens.js';
import { systemModule } from '../../../src/app/composition/library/system-module.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';

const never = new AbortController().signal;
const silently = { onPull: () => undefined, onPulled: () => undefined };
const system = systemModule({ owner: 'test' });
const allocDirectories = allocDirectoriesModule({ root: '/nowhere' });
const host = [system, procfsModule(), allocDirectories];
const memoryMounts = provide(PortTokens.MountTable, new MemoryMountTable());
const directories = { runDirectory: '/nowhere/run', outputDirectory: '/nowhere/output' };

describe('an open wharf', () => {
  it('has the drivers of its modules, by name, and says which when there is no such one', async () => {
    const wharf = await openWharf(memoryModule(), executorDrivers(), javaDriver(), dockerDriver());
    expect([...wharf.get(PortTokens.Drivers).keys()].toSorted()).to.deep.equal([
      'docker',
      'exec',
      'java',
      'raw_exec',
    ]);
    expect(wharf.driver('docker').name).to.equal('docker');
    expect(() => wharf.driver('qemu')).to.throw('no driver "qemu" here, only exec, raw_exec, java, docker');
  });

  it('runs a task that was prepared, whichever runtime its driver has', async () => {
    const configs = { exec: { command: '/bin/x' }, java: { class: 'X' }, docker: { image: 'x' } };
    const drivers = [executorDrivers(), javaDriver(), dockerDriver()];
    for (const [driver, config] of Object.entries(configs)) {
      const clock = new ManualClock();
      const script = (): ReturnType<typeof doing> => doing(print('out'), wait(5000), exit(3));
      const wharf = await openWharf(memoryModule({ clock, script }), ...drivers);
      const { request } = valueOf(await wharf.prepare({ name: 'one', driver, config }));
      const handle = valueOf(await wharf.driver(driver).start(request, silently, never));
      const ended = await clock.runUntil(wharf.driver(driver).wait(handle, never));
      expect(valueOf(ended)).to.deep.equal({ kind: 'code', code: 3, oom: false });
      expect(clock.now()).to.be.within(5000, 8000);
    }
  });

  for (const [lacking, modules] of Object.entries({
    AllocDirectories: [system, procfsModule()],
    ContainerRuntime: [...host, dockerDriver()],
    Executor: [...host, executorDrivers()],
    ExecutorServices: [...host, ociExecutorModule(directories), javaModule(), javaDriver()],
    JavaRuntime: [...host, ociExecutorModule(directories), executorDrivers(), javaDriver()],
    Clock: [procfsModule(), allocDirectories, dockerEngineModule(), dockerDriver()],
    ProcessTable: [memoryMounts, system, allocDirectories, ociExecutorModule(directories), executorDrivers()],
  }))
    it(`does not open without ${lacking}, and names it`, async () => {
      const opened = await openWharf(...modules).then(
        () => 'opened',
        (error: unknown) => String(error),
      );
      expect(opened).to.match(new RegExp(`\\b${lacking}\\b`));
    });

  it('does not open when two modules bring the same, and names it', async () => {
    const opened = await openWharf(memoryModule(), procfsModule()).catch(String);
    expect(opened).to.match(/\bMountTable\b/);
  });

  it('takes what a program brings itself, in place of what it has', async () => {
    const store = new MemoryTaskStore();
    for (const own of [
      [provide(PortTokens.TaskStore, store), ...host],
      [provide(PortTokens.TaskStore, store), memoryModule()],
    ])
      expect((await openWharf(...own)).get(PortTokens.TaskStore)).to.equal(store);
  });

  it('has a driver that a program brings itself beside the others', async () => {
    const own = (await openWharf(memoryModule(), dockerDriver())).driver('docker');
    const wharf = await openWharf(memoryModule(), executorDrivers(), provide(PortTokens.Driver, own));
    expect([...wharf.get(PortTokens.Drivers).keys()]).to.have.members(['docker', 'exec', 'raw_exec']);
  });

  for (const asked of [true, false])
    it(`closes its store, ${asked ? 'once it was' : 'even if it was never'} asked for`, async () => {
      const directory = await temporaryDirectory();
      const open = (): ReturnType<typeof openLevelStore> => openLevelStore({ directory: directory.path });
      const wharf = await openWharf(...host, valueOf(await open()));
      if (asked) valueOf(await wharf.get(PortTokens.TaskStore).attempts());
      expect(faultOf(await open())).to.equal('conflict');
      await wharf.close();
      const next = await openWharf(...host, valueOf(await open()));
      await next.close();
      await directory.remove();
    });

  it('has one of everything, in a container of somebody else as well', async () => {
    const container = new Container();
    await container.loadAsync(system, procfsModule(), dockerEngineModule(), dockerDriver());
    const { ContainerRuntime, Driver, Clock, Cgroups } = PortTokens;
    const shared: readonly Token<unknown>[] = [ContainerRuntime, Driver, Clock, Cgroups];
    for (const token of shared) expect(container.get(token)).to.equal(container.get(token));
    await container.unbindAllAsync();
  });

  it('has no owner that can not be written on an object', () => {
    for (const owner of ['', 'a b', 'a\n', 'x'.repeat(129)])
      expect(() => systemModule({ owner })).to.throw(TypeError);
  });

  it('hands on no variable of the program but its PATH, unless told to', async () => {
    const seen = async (module: typeof system): Promise<readonly string[]> => {
      const wharf = await openWharf(module, procfsModule(), allocDirectories);
      return Object.keys(wharf.get(PortTokens.HostFacts).environment);
    };
    expect(await seen(system)).to.deep.equal(['PATH']);
    expect(await seen(systemModule({ owner: 'test', environment: { LANG: 'C' } }))).to.deep.equal(['LANG']);
  });
});
