import { realpath, stat } from 'node:fs/promises';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { AllocDirectories, TaskDirectories } from '../../domain/model/directories.js';
import type { AllocId } from '../../domain/model/ids.js';
import type { Task } from '../../domain/model/job.js';
import type { TaskFile } from '../../domain/model/task-file.js';
import type { AllocDirectoriesPort } from '../../domain/ports/alloc-directories.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { type PlannedDirectory, directoriesOf, isPlainName, layout } from './layout.js';
import { makeDirectory, makePath } from './make-directory.js';
import { OpenDirectory } from './open-directory.js';
import { caught, readRootFault } from './read-fault.js';
import { removeTree } from './remove-tree.js';
import { mayMount, mountTmpfs, unmount } from './tmpfs.js';
import { writeTaskFile } from './write-file.js';

export interface AllocDirectoriesOptions {
  /** Holds all allocations; made when it is missing. */
  readonly root: string;
  readonly mounts: MountTable;
  /** Whether secrets can be kept in memory; undefined: when this process may mount. */
  readonly canMount?: boolean;
}

/** The directories of allocations on the file system of this host. */
export class HostAllocDirectories implements AllocDirectoriesPort {
  readonly #root: string;
  readonly #mounts: MountTable;
  readonly #canMount: boolean | undefined;

  constructor({ root, mounts, canMount }: AllocDirectoriesOptions) {
    this.#root = root;
    this.#mounts = mounts;
    this.#canMount = canMount;
  }

  create(alloc: AllocId, tasks: readonly Task[]): Answer<AllocDirectories> {
    const odd = [alloc, ...tasks.map(({ name }) => name)].find((name) => !isPlainName(name));
    const twice = tasks.find(({ name }) => name === 'alloc');
    if (odd !== undefined || twice !== undefined)
      return Promise.resolve(err(fault('invalid-spec', `"${odd ?? 'alloc'}" can not name a directory here`)));
    return caught(`making the directories of ${alloc}`, async () => {
      const root = await this.#makeRoot();
      if (!root.ok) return root;
      const directories = directoriesOf(root.value, alloc, tasks);
      const mounted = await this.#mountedBelow(directories.root);
      if (!mounted.ok) return mounted;
      const canMount = this.#canMount ?? (await mayMount());
      for (const planned of layout(directories, tasks)) {
        const made = await make(planned, canMount && !mounted.value.includes(planned.path));
        if (!made.ok) return made;
      }
      return ok(directories);
    });
  }

  writeFile(task: TaskDirectories, file: TaskFile): Answer<undefined> {
    return caught(`writing ${file.path}`, () => writeTaskFile(task, file));
  }

  remove(alloc: AllocId): Answer<undefined> {
    if (!isPlainName(alloc))
      return Promise.resolve(err(fault('invalid-spec', `"${alloc}" is no allocation`)));
    return caught(`removing the directories of ${alloc}`, async () => {
      const root = await realpathOf(this.#root);
      if (root === undefined) return done;
      return OpenDirectory.within(root, async (all) => {
        if ((await all.statChild(alloc)) === undefined) return done;
        const freed = await this.#unmountBelow(directoriesOf(root, alloc, []).root);
        return freed.ok ? removeTree(all, alloc) : freed;
      });
    });
  }

  async #makeRoot(): Answer<string> {
    try {
      await makePath(this.#root, 0o711);
      const root = await realpath(this.#root);
      return (await stat(root)).isDirectory() ? ok(root) : err(readRootFault(root, 'it is no directory'));
    } catch (cause) {
      return err(readRootFault(this.#root, cause));
    }
  }

  async #unmountBelow(path: string): Answer<undefined> {
    const mounted = await this.#mountedBelow(path);
    if (!mounted.ok) return mounted;
    for (const point of mounted.value) await unmount(point);
    const left = mounted.value.length === 0 ? mounted : await this.#mountedBelow(path);
    if (!left.ok) return left;
    const [first] = left.value;
    if (first === undefined) return done;
    return err(fault('conflict', `${first} is in use`, { remedy: `end what uses it: fuser -vm ${first}` }));
  }

  /** Mount points at and below a path, in the order in which they can be unmounted. */
  async #mountedBelow(path: string): Answer<readonly string[]> {
    const table = await this.#mounts.list();
    if (!table.ok) return table;
    const points = table.value.map(({ mountPoint }) => mountPoint);
    const below = points.filter((point) => point === path || point.startsWith(`${path}/`));
    return ok(below.sort((a, b) => depth(b) - depth(a)));
  }
}

const depth = (path: string): number => path.split('/').length;

async function make({ path, mode, tmpfsMb }: PlannedDirectory, canMount: boolean): Answer<undefined> {
  await makeDirectory(path);
  const mounted = tmpfsMb !== undefined && canMount ? await mountTmpfs(path, tmpfsMb) : done;
  // The mode that mkdir takes is cut by the umask, and lost if we ended between the two.
  await OpenDirectory.within(path, (directory) => directory.chmod(mode));
  return mounted;
}

const realpathOf = (path: string): Promise<string | undefined> =>
  realpath(path).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  });
