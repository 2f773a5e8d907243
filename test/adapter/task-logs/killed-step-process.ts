import { type FileHandle, open } from 'node:fs/promises';

import { FileLogSink } from '../../../src/adapters/task-logs/file-log-sink.js';
import { StreamFiles } from '../../../src/adapters/task-logs/log-files.js';
import type { LogPosition } from '../../../src/domain/model/instance.js';
import type { LogTarget } from '../../../src/domain/ports/log-sink.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../../support/host-clock.js';

/** Writes chunks into a task's log, and is killed before the step of that number that changes a file. */
const { target, chunks, step, afterBytes } = JSON.parse(process.argv[2] ?? '') as {
  target: LogTarget;
  chunks: readonly string[];
  step: number;
  afterBytes: number;
};
let steps = 0;

function killBefore(prototype: object, ...methods: readonly string[]): void {
  for (const method of methods) {
    const original = Reflect.get(prototype, method) as (...args: unknown[]) => unknown;
    Reflect.set(prototype, method, function (this: unknown, ...args: unknown[]) {
      if (++steps === step) process.kill(process.pid, 'SIGKILL');
      return original.apply(this, args);
    });
  }
}

const some = await open('/dev/null');
killBefore(Object.getPrototypeOf(some) as FileHandle, 'write', 'truncate');
killBefore(StreamFiles.prototype, 'make', 'remove');
const log = valueOf(await new FileLogSink(hostClock, { afterMs: 60_000, afterBytes }).open(target));
for (const [index, chunk] of chunks.entries())
  valueOf(await log.write('stdout', Buffer.from(chunk), (index + 1).toString() as LogPosition));
await log.close();
await some.close();
