import type { TaskHandle } from '../../domain/model/handle.js';
import type { AttemptToken } from '../../domain/model/ids.js';
import type { LogChunk } from '../../domain/model/instance.js';
import type { Task } from '../../domain/model/job.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { TaskLog } from '../../domain/ports/log-sink.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { TaskDriver } from '../../domain/ports/task-driver.js';
import { followOutput, type OutputSource, type ReopenPolicy } from './follow-output.js';
import { OutputPump } from './pump-output.js';

export interface OutputParts {
  readonly openLog: (task: Task, attempt: AttemptToken) => Answer<TaskLog>;
  readonly show: (task: string, chunk: LogChunk) => Promise<void>;
  readonly clock: Clock;
  readonly policy: ReopenPolicy;
}

/** One attempt that runs, or has run. */
export interface PrintingTask {
  readonly driver: TaskDriver;
  readonly handle: TaskHandle;
  readonly task: Task;
}

/** Carries what an attempt prints to its log and to whoever looks on; `onFault` is told once that it is no longer kept. */
export async function startOutput(
  { driver, handle, task }: PrintingTask,
  parts: OutputParts,
  onFault: (message: string) => void,
): Promise<OutputPump> {
  const pump = new OutputPump(parts.clock);
  const opened = await parts.openLog(task, handle.attempt);
  if (!opened.ok) onFault(opened.error.message);
  const log = opened.ok ? opened.value : undefined;
  pump.start(
    (signal, ending) => followOutput(outputOf(driver, handle, log), parts, signal, ending),
    {
      log,
      show: (chunk) => parts.show(task.name, chunk),
    },
    onFault,
  );
  return pump;
}

/** From its first byte where no log tells how far it was kept: then nothing that is shown again is kept twice. */
const outputOf = (driver: TaskDriver, handle: TaskHandle, log: TaskLog | undefined): OutputSource => ({
  after: log?.resumeAfter,
  open: (after, signal) => driver.logs(handle, after, signal, log && (() => log.resumeAfter)),
});
