import { fault } from '../../domain/faults/runtime-fault.js';
import type { OutputStream } from '../../domain/model/instance.js';
import type { LogPolicy } from '../../domain/model/job.js';
import type { LogSink, LogTarget, TaskLog } from '../../domain/ports/log-sink.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { LogDirectory } from './log-directory.js';
import { StreamFiles } from './log-files.js';
import { readErrno } from './read-errno.js';
import { type Bounds, RotatingFile } from './rotating-file.js';

/** Keeps each stream in `DIRECTORY/TASK.STREAM.N`. */
export class FileLogSink implements LogSink {
  async open({ directory, task, policy }: LogTarget): Answer<TaskLog> {
    if (policy.disabled) return ok(nowhere);
    try {
      return ok(await FileTaskLog.open(directory, task, boundsOf(policy)));
    } catch (error) {
      return err(readErrno(error));
    }
  }
}

const boundsOf = ({ maxFiles, maxFileBytes }: LogPolicy): Bounds => ({
  maxFiles: Math.max(1, maxFiles),
  maxFileBytes: Math.max(1, maxFileBytes),
});

const nowhere: TaskLog = { write: () => Promise.resolve(done), close: () => Promise.resolve() };

type Streams = Readonly<Record<OutputStream, Queue>>;

class FileTaskLog implements TaskLog {
  readonly #directory: LogDirectory;
  readonly #streams: Streams;

  private constructor(directory: LogDirectory, streams: Streams) {
    this.#directory = directory;
    this.#streams = streams;
  }

  static async open(path: string, task: string, bounds: Bounds): Promise<FileTaskLog> {
    const directory = await LogDirectory.open(path);
    try {
      return new FileTaskLog(directory, await openStreams(directory, task, bounds));
    } catch (error) {
      await directory.close();
      throw error;
    }
  }

  write(stream: OutputStream, bytes: Uint8Array): Answer<undefined> {
    return this.#streams[stream].append(bytes);
  }

  async close(): Promise<void> {
    await Promise.all([this.#streams.stdout.close(), this.#streams.stderr.close()]);
    await this.#directory.close();
  }
}

async function openStreams(directory: LogDirectory, task: string, bounds: Bounds): Promise<Streams> {
  const open = (stream: OutputStream): Promise<RotatingFile> =>
    RotatingFile.open(new StreamFiles(directory, `${task}.${stream}`), bounds);
  const stdout = await open('stdout');
  try {
    return { stdout: new Queue(stdout), stderr: new Queue(await open('stderr')) };
  } catch (error) {
    await stdout.close();
    throw error;
  }
}

/** One write after the other. */
class Queue {
  readonly #file: RotatingFile;
  #last: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(file: RotatingFile) {
    this.#file = file;
  }

  append(bytes: Uint8Array): Answer<undefined> {
    if (this.#closed !== undefined)
      return Promise.resolve(err(fault('unavailable', "task output can't be kept: its log is closed")));
    const written = this.#last.then(() => this.#append(bytes));
    this.#last = written;
    return written;
  }

  close(): Promise<void> {
    this.#closed ??= this.#last.then(() => this.#file.close()).catch(() => undefined);
    return this.#closed;
  }

  async #append(bytes: Uint8Array): Answer<undefined> {
    try {
      await this.#file.append(bytes);
      return done;
    } catch (error) {
      return err(readErrno(error));
    }
  }
}
