import { MemoryAllocDirectories } from '../../src/adapters/memory/memory-alloc-directories.js';
import { MemoryContainerRuntime } from '../../src/adapters/memory/memory-container-runtime.js';
import { MemoryHolderImage } from '../../src/adapters/memory/memory-holder-image.js';
import { MemoryHost } from '../../src/adapters/memory/memory-host.js';
import { MemoryHostPorts } from '../../src/adapters/memory/memory-host-ports.js';
import { MemoryJavaRuntime } from '../../src/adapters/memory/memory-java-runtime.js';
import { MemoryLogSink } from '../../src/adapters/memory/memory-log-sink.js';
import { MemoryNamespaces } from '../../src/adapters/memory/memory-namespaces.js';
import { MemoryRuntime } from '../../src/adapters/memory/memory-runtime.js';
import { ManualClock } from '../../src/adapters/memory/manual-clock.js';
import { doing, waitForEver } from '../../src/adapters/memory/behaviour.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { fault } from '../../src/domain/faults/runtime-fault.js';
import { err } from '../../src/domain/shared/result.js';
import type { InstanceId } from '../../src/domain/model/ids.js';
import { aContainerNetwork, aContainerSpec } from '../../src/testing/builders/a-container-spec.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { describeAllocDirectories } from '../../src/testing/contract/alloc-directories.contract.js';
import { describeHolderImage } from '../../src/testing/contract/holder-image.contract.js';
import { describeHostPorts } from '../../src/testing/contract/host-ports.contract.js';
import { describeJavaRuntime } from '../../src/testing/contract/java-runtime.contract.js';
import { describeLogSink } from '../../src/testing/contract/log-sink.contract.js';
import { describeNamespaces } from '../../src/testing/contract/namespaces.contract.js';
import { describeTaskStore } from '../../src/testing/contract/task-store.contract.js';

const never = new AbortController().signal;
const nothing = (): Promise<void> => Promise.resolve();

describeTaskStore('in memory', () => {
  const subject = new MemoryTaskStore();
  return Promise.resolve({
    subject,
    reopened: () => Promise.resolve(subject),
    reopenedWithout: (attempt) => {
      subject.spoil(attempt);
      return Promise.resolve(subject);
    },
    dispose: nothing,
  });
});

describeHostPorts('in memory', () => {
  const taken = 80;
  return Promise.resolve({ subject: new MemoryHostPorts([taken]), first: 20_000, taken, dispose: nothing });
});

describeJavaRuntime('in memory', () =>
  Promise.resolve({
    subject: (java) => {
      const subject = new MemoryJavaRuntime();
      const kind = java === 'missing' ? 'not-found' : 'unavailable';
      if (java !== 'works') subject.found = err(fault(kind, `a Java that is ${java}`, { remedy: 'another' }));
      return Promise.resolve(subject);
    },
    processes: () => Promise.resolve(0),
    dispose: nothing,
  }),
);

describeLogSink('in memory', () => {
  const subject = new MemoryLogSink();
  const directory = '/logs';
  return Promise.resolve({
    subject,
    next: () => subject,
    pass: nothing,
    directory,
    contents: (task, stream) => Promise.resolve(subject.contents({ directory, task }, stream)),
    dispose: nothing,
  });
});

describeAllocDirectories('in memory', () => {
  const root = '/root';
  const subject = new MemoryAllocDirectories(root);
  return Promise.resolve({
    subject,
    root,
    everything: () => Promise.resolve(subject.paths.map((path) => path.slice(root.length + 1))),
    read: (path) => Promise.resolve(subject.read(`${root}/${path}`) ?? ''),
    dispose: nothing,
  });
});

describeNamespaces('in memory', async () => {
  const host = new MemoryHost(new ManualClock());
  const runtime = new MemoryRuntime(host, () => doing(waitForEver));
  const running = async (mode: string): Promise<number> => {
    const network = aContainerNetwork({ mode });
    const id = valueOf(await runtime.create(aContainerSpec({ network }), never));
    valueOf(await runtime.start(id, never));
    const { state } = valueOf(await runtime.inspect(id, never));
    return state.phase === 'running' ? state.pid : 0;
  };
  const holder = await running('none');
  const joined = await running(`container:memory-${holder.toString()}`);
  const ended = await running('none');
  host.find(`memory-${ended.toString()}` as InstanceId)?.kill();
  return {
    subject: new MemoryNamespaces(host),
    together: [holder, joined],
    apart: await running('none'),
    ended,
    dispose: nothing,
  };
});

describeHolderImage('in memory', async () => {
  const subject = new MemoryHolderImage();
  const archives = { [valueOf(await subject.archive())]: [subject.name] };
  const runtime = new MemoryContainerRuntime(new MemoryHost(new ManualClock()), () => doing(), { archives });
  return {
    subject,
    load: async (path) => {
      valueOf(await runtime.loadImage(path, never));
    },
    knows: async (name) => valueOf(await runtime.hasImage(name, never)),
    dispose: nothing,
  };
});
