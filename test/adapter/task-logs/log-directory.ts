import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FileLogSink } from '../../../src/adapters/task-logs/file-log-sink.js';
import type { LogPosition } from '../../../src/domain/model/instance.js';
import type { LogPolicy } from '../../../src/domain/model/job.js';
import type { LogTarget, TaskLog } from '../../../src/domain/ports/log-sink.js';
import { anAllocId, anAttemptToken } from '../../../src/testing/builders/an-identity.js';
import { hostClock } from '../../support/host-clock.js';
import { valueOf } from '../../../src/testing/expect-result.js';

/** A position that nobody asks for. */
export const somewhere = '7' as LogPosition;

/** A directory of logs for one test. */
export interface LogDirectory {
  readonly path: string;
  target(policy: Partial<LogPolicy>): LogTarget;
  open(policy?: Partial<LogPolicy>): Promise<TaskLog>;
  /** What each file of a stream holds, oldest first. */
  contents(stream?: 'stdout' | 'stderr'): Promise<readonly Buffer[]>;
  remove(): Promise<void>;
}

export async function makeLogDirectory(): Promise<LogDirectory> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'wharf-logs-')));
  const target = (policy: Partial<LogPolicy>): LogTarget => ({
    alloc: anAllocId(),
    task: 'web',
    attempt: anAttemptToken(),
    directory: path,
    policy: { maxFiles: 10, maxFileBytes: 1024 * 1024, disabled: false, ...policy },
  });
  return {
    path,
    target,
    open: async (policy = {}) => valueOf(await new FileLogSink(hostClock).open(target(policy))),
    contents: async (stream = 'stdout') => {
      const index = (name: string): number => Number(name.split('.').at(-1));
      const names = (await readdir(path)).filter((name) => name.startsWith(`web.${stream}.`));
      names.sort((a, b) => index(a) - index(b));
      return Promise.all(names.map((name) => readFile(join(path, name))));
    },
    remove: () => rm(path, { recursive: true }),
  };
}
