import { ManualClock } from '../../src/adapters/memory/manual-clock.js';
import { MemoryLogSink } from '../../src/adapters/memory/memory-log-sink.js';
import { MemoryLogSource } from '../../src/adapters/memory/memory-log-source.js';
import { FileLogSink } from '../../src/adapters/task-logs/file-log-sink.js';
import { FileLogSource } from '../../src/adapters/task-logs/file-log-source.js';
import { hostClock } from '../support/host-clock.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { describeLogSource } from './log-source.contract.js';

describeLogSource('on files', async () => {
  const directory = await temporaryDirectory();
  return {
    subject: new FileLogSource(hostClock),
    directory: directory.path,
    sink: () => new FileLogSink(new ManualClock()),
    dispose: () => directory.remove(),
  };
});

describeLogSource('in memory', () => {
  const sink = new MemoryLogSink();
  return Promise.resolve({
    subject: new MemoryLogSource(sink),
    directory: '/logs',
    sink: () => sink,
    dispose: () => Promise.resolve(),
  });
});
