import type { LogPosition, OutputStream } from '../../domain/model/instance.js';
import type { LogPolicy } from '../../domain/model/job.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { LogSink, LogTarget, TaskLog } from '../../domain/ports/log-sink.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { CheckpointFile } from './checkpoint-file.js';
import { type CheckpointPolicy, FileTaskLog, type LogParts } from './file-task-log.js';
import { LogDirectory } from './log-directory.js';
import { StreamFiles } from './log-files.js';
import { readErrno } from './read-errno.js';
import { type Bounds, RotatingFile } from './rotating-file.js';

const checkpointPolicy: CheckpointPolicy = { afterMs: 1000, afterBytes: 1024 * 1024 };

/** Keeps each stream in `DIRECTORY/TASK.STREAM.N`, and how far it came in `DIRECTORY/.TASK.checkpoint`. */
export class FileLogSink implements LogSink {
  readonly #clock: Clock;
  readonly #policy: CheckpointPolicy;

  constructor(clock: Clock, policy = checkpointPolicy) {
    this.#clock = clock;
    this.#policy = policy;
  }

  async open(target: LogTarget): Answer<TaskLog> {
    if (target.policy.disabled) return ok(new Nowhere());
    try {
      return ok(await openLog(target, (parts) => new FileTaskLog(parts, this.#clock, this.#policy)));
    } catch (error) {
      return err(readErrno(error));
    }
  }
}

const boundsOf = ({ maxFiles, maxFileBytes }: LogPolicy): Bounds => ({
  maxFiles: Math.max(1, maxFiles),
  maxFileBytes: Math.max(1, maxFileBytes),
});

interface Closable {
  close(): Promise<void>;
}

type Make = (parts: LogParts) => FileTaskLog;

async function openLog(target: LogTarget, make: Make): Promise<FileTaskLog> {
  const opened: Closable[] = [];
  const release = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each.close().catch(() => undefined);
  };
  const held = <T extends Closable>(each: T): T => {
    opened.push(each);
    return each;
  };
  try {
    return await begin(target, held, (parts) => make({ ...parts, release }));
  } catch (error) {
    await release();
    throw error;
  }
}

/** For another attempt it is on the disk before the first byte is: what outlasts a power failure must not be read again. */
async function begin(
  { directory: path, task, attempt, policy }: LogTarget,
  held: <T extends Closable>(each: T) => T,
  make: (parts: Omit<LogParts, 'release'>) => FileTaskLog,
): Promise<FileTaskLog> {
  const directory = held(await LogDirectory.open(path));
  const checkpoints = held(await CheckpointFile.open(directory, task));
  const { last } = checkpoints;
  const isSame = last?.attempt === attempt;
  let onRotated = (): Promise<void> => Promise.resolve();
  const open = async (stream: OutputStream): Promise<RotatingFile> =>
    held(
      await RotatingFile.open(new StreamFiles(directory, `${task}.${stream}`), boundsOf(policy), {
        end: isSame ? last.ends[stream] : undefined,
        onRotated: () => onRotated(),
      }),
    );
  const streams = { stdout: await open('stdout'), stderr: await open('stderr') };
  const log = make({ attempt, streams, checkpoints });
  onRotated = () => log.keep();
  await log.keep();
  if (!isSame) await Promise.all([checkpoints.sync(), directory.sync()]);
  return log;
}

/** The log of a task that wants none. */
class Nowhere implements TaskLog {
  resumeAfter: LogPosition | undefined;

  write(_stream: OutputStream, _bytes: Uint8Array, position: LogPosition): Answer<undefined> {
    this.resumeAfter = position;
    return Promise.resolve(done);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
