import type { OciExecutor } from '../../../src/adapters/oci-executor/oci-executor.js';
import type { OciSettings } from '../../../src/adapters/oci-executor/settings.js';
import type { Exit } from '../../../src/domain/model/exit.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { eventually } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { chunksOf } from '../../../src/testing/log-chunks.js';
import { temporaryDirectory, type TemporaryDirectory } from '../temporary-directory.js';
import { anExecutor, type OciRuntimeName } from './an-executor.js';
import { tracesOf } from './traces.js';

const never = new AbortController().signal;

export interface TaskEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: Exit;
}

/** Runs tasks under runc, or the runtime it is told, in a run directory of its own, and takes them all down again. */
export class TaskRunner {
  readonly executor: OciExecutor;
  readonly #directory: TemporaryDirectory;
  readonly #made = new Set<InstanceId>();

  private constructor(executor: OciExecutor, directory: TemporaryDirectory) {
    this.executor = executor;
    this.#directory = directory;
  }

  static async open(
    settings: Partial<OciSettings> = {},
    runtime: OciRuntimeName = 'runc',
  ): Promise<TaskRunner> {
    const directory = await temporaryDirectory();
    return new TaskRunner(await anExecutor(directory.path, runtime, settings), directory);
  }

  get directory(): string {
    return this.#directory.path;
  }

  bundle(id: InstanceId): string {
    return `${this.directory}/run/oci/${id}`;
  }

  /** The directory of what it prints. */
  output(id: InstanceId): string {
    return `${this.bundle(id)}/output`;
  }

  async create(over: Partial<ProcessSpec>): Promise<InstanceId> {
    const id = valueOf(await this.executor.create(aProcessSpec(over), never));
    this.#made.add(id);
    return id;
  }

  async start(over: Partial<ProcessSpec>): Promise<InstanceId> {
    const id = await this.create(over);
    valueOf(await this.executor.start(id, never));
    return id;
  }

  /** Runs a shell script as a task to its end. */
  async run(script: string, over: Partial<ProcessSpec> = {}): Promise<TaskEnd> {
    const id = await this.start({ command: ['/bin/sh', '-c', script], ...over });
    const said = { stdout: '', stderr: '' };
    for await (const { stream, bytes } of chunksOf(this.executor.logs(id, undefined, never)))
      said[stream] += Buffer.from(bytes).toString();
    return { ...said, exit: await this.exit(id) };
  }

  exit(id: InstanceId): Promise<Exit> {
    return eventually(async () => {
      const { state } = valueOf(await this.executor.inspect(id, never));
      return state.phase === 'exited' && state.exit;
    });
  }

  /** The pid, on the host, of a running task. */
  async pid(id: InstanceId): Promise<number> {
    const { state } = valueOf(await this.executor.inspect(id, never));
    if (state.phase !== 'running') throw new Error(`it is ${state.phase}`);
    return state.pid;
  }

  remove(id: InstanceId): Promise<void> {
    return this.executor.remove(id, never).then((removed) => {
      valueOf(removed);
    });
  }

  traces(name: string): Promise<readonly string[]> {
    return tracesOf(name, this.directory);
  }

  async close(): Promise<void> {
    for (const id of this.#made) await this.remove(id);
    await this.#directory.remove();
  }
}
