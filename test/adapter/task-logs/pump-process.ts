import { setImmediate as turn } from 'node:timers/promises';

import { FileLogSink } from '../../../src/adapters/task-logs/file-log-sink.js';
import { followOutput, type OutputSource } from '../../../src/app/services/follow-output.js';
import { OutputPump } from '../../../src/app/services/pump-output.js';
import type { LogItem, LogPosition } from '../../../src/domain/model/instance.js';
import type { LogTarget, TaskLog } from '../../../src/domain/ports/log-sink.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../../support/host-clock.js';
import { numberedLines } from './numbered-lines.js';

/** An agent that carries numbered lines into a task's log, from where the one before it was killed. */
const { target, chunks } = JSON.parse(process.argv[2] ?? '') as { target: LogTarget; chunks: number | null };
const log = valueOf(await new FileLogSink(hostClock).open(target));
const policy = { reopenMs: 1, reopenMaxMs: 1, drainMs: 60_000, drainMaxMs: 60_000 };
const pump = new OutputPump(hostClock);
pump.start(
  (signal, ending) => followOutput(sourceFor(log), { clock: hostClock, policy }, signal, ending),
  { log, show: () => Promise.resolve() },
  (message) => {
    throw new Error(message);
  },
);
process.stdout.write('carrying\n');
await pump.drain(policy, new AbortController().signal);

function sourceFor({ resumeAfter }: TaskLog): OutputSource {
  return { after: resumeAfter, open: lines };
}

async function* lines(after: LogPosition | undefined): AsyncGenerator<LogItem, void, undefined> {
  let given = 0;
  for (const chunk of numberedLines(after, Math.random)) {
    if (chunks !== null && given++ >= chunks) break;
    if (Math.random() < 0.1) await turn();
    yield chunk;
  }
  yield 'end';
}
