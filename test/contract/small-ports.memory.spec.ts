import { MemoryAllocDirectories } from '../../src/adapters/memory/memory-alloc-directories.js';
import { MemoryHostPorts } from '../../src/adapters/memory/memory-host-ports.js';
import { MemoryLogSink } from '../../src/adapters/memory/memory-log-sink.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { describeAllocDirectories } from '../../src/testing/contract/alloc-directories.contract.js';
import { describeHostPorts } from '../../src/testing/contract/host-ports.contract.js';
import { describeLogSink } from '../../src/testing/contract/log-sink.contract.js';
import { describeTaskStore } from '../../src/testing/contract/task-store.contract.js';

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
