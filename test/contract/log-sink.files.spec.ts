import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ManualClock } from '../../src/adapters/memory/manual-clock.js';
import { FileLogSink } from '../../src/adapters/task-logs/file-log-sink.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { describeLogSink } from '../../src/testing/contract/log-sink.contract.js';

const numberOf = (name: string): number => Number(name.split('.').at(-1));

describeLogSink('on files', async () => {
  const directory = await temporaryDirectory();
  let clock = new ManualClock();
  return {
    subject: new FileLogSink(clock),
    next: () => new FileLogSink((clock = new ManualClock())),
    pass: () => clock.advance(1000),
    directory: directory.path,
    async contents(task, stream) {
      const names = (await readdir(directory.path)).filter((name) => name.startsWith(`${task}.${stream}.`));
      names.sort((a, b) => numberOf(a) - numberOf(b));
      return Promise.all(names.map((name) => readFile(join(directory.path, name))));
    },
    dispose: () => directory.remove(),
  };
});
