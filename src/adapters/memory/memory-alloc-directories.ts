import { type RuntimeFault, fault } from '../../domain/faults/runtime-fault.js';
import type { AllocDirectories, TaskDirectories } from '../../domain/model/directories.js';
import type { AllocId } from '../../domain/model/ids.js';
import type { Task } from '../../domain/model/job.js';
import { stepsTo, type TaskFile } from '../../domain/model/task-file.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { type Result, done, err, ok } from '../../domain/shared/result.js';

/** A file system of directories (undefined) and files (their content), by absolute path. */
type Entries = Map<string, string | undefined>;

/** Directories of which only the paths, and the files that were written, are real. */
export class MemoryAllocDirectories implements AllocDirectoriesPort {
  readonly #root: string;
  readonly #entries: Entries = new Map();

  /** `root` is where they would be. */
  constructor(root = '/var/lib/wharfinger/alloc') {
    this.#root = root;
  }

  create(alloc: AllocId, tasks: readonly Task[]): Answer<AllocDirectories> {
    const names = tasks.map(({ name }) => name);
    const odd =
      [alloc, ...names].find((name) => !isPlainName(name)) ?? names.find((name) => name === 'alloc');
    if (odd !== undefined) return Promise.resolve(err(fault('invalid-spec', `"${odd}" names no directory`)));
    const root = `${this.#root}/${alloc}`;
    const bare = { root, shared: `${root}/alloc`, logs: `${root}/alloc/logs` };
    const own = names.map((name) => taskDirectories(bare, name));
    const all = [root, bare.shared, bare.logs, `${bare.shared}/tmp`, `${bare.shared}/data`];
    const theirs = own.flatMap((task) => [task.root, task.local, task.secrets, task.private, task.tmp]);
    for (const path of [...all, ...theirs]) this.#entries.set(path, undefined);
    return Promise.resolve(
      ok({ ...bare, tasks: Object.fromEntries(own.map((task, index) => [names[index] ?? '', task])) }),
    );
  }

  writeFile(task: TaskDirectories, { path, content }: TaskFile): Answer<undefined> {
    const { from, names } = stepsTo(path);
    const root = task[from];
    const steps = names.map((_, index) => `${root}/${names.slice(0, index + 1).join('/')}`);
    const allowed = names.every(isPlainName) && steps[0] !== task.logs;
    return Promise.resolve(allowed ? this.#put(root, steps, content) : err(astray(path)));
  }

  remove(alloc: AllocId): Answer<undefined> {
    if (!isPlainName(alloc))
      return Promise.resolve(err(fault('invalid-spec', `"${alloc}" is no allocation`)));
    const own = `${this.#root}/${alloc}`;
    for (const path of [...this.#entries.keys()])
      if (path === own || path.startsWith(`${own}/`)) this.#entries.delete(path);
    return Promise.resolve(done);
  }

  /** All paths below the root. */
  get paths(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The content of a file; undefined when there is none. */
  read(path: string): string | undefined {
    return this.#entries.get(path);
  }

  #put(root: string, steps: readonly string[], content: string): Result<undefined, RuntimeFault> {
    const file = steps.at(-1) ?? '';
    const above = steps.slice(0, -1);
    if (!this.#entries.has(root)) return err(fault('not-found', `there is no directory ${root}`));
    if (above.some((path) => this.#entries.get(path) !== undefined) || this.#isDirectory(file))
      return err(fault('conflict', `something else is at ${file}`));
    for (const path of above) this.#entries.set(path, undefined);
    this.#entries.set(file, content);
    return done;
  }

  #isDirectory(path: string): boolean {
    return this.#entries.has(path) && this.#entries.get(path) === undefined;
  }
}

const taskDirectories = (
  { root, shared, logs }: Pick<AllocDirectories, 'root' | 'shared' | 'logs'>,
  task: string,
): TaskDirectories => ({
  root: `${root}/${task}`,
  shared,
  logs,
  local: `${root}/${task}/local`,
  secrets: `${root}/${task}/secrets`,
  private: `${root}/${task}/private`,
  tmp: `${root}/${task}/tmp`,
});

const isPlainName = (name: string): boolean =>
  !['', '.', '..'].includes(name) && !/[/\\\0]/.test(name) && Buffer.byteLength(name) <= 255;

const astray = (path: string): RuntimeFault =>
  fault('invalid-spec', `${path} is no place for a file of a task`);
