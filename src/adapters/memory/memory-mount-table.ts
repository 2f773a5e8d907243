import { fault } from '../../domain/faults/runtime-fault.js';
import type { HostMount } from '../../domain/model/host-mount.js';
import type { BindMount } from '../../domain/model/mount.js';
import type { MadeView, MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { normalise } from '../../domain/shared/path.js';
import { err, ok } from '../../domain/shared/result.js';

const rootOnly: readonly HostMount[] = [
  {
    mountPoint: '/',
    fileSystem: 'ext4',
    device: '8:1',
    root: '/',
    peerGroup: undefined,
    master: undefined,
    readOnly: false,
  },
];

/** The mounts that it is given; undefined for a process: there is none of that pid. */
export class MemoryMountTable implements MountTable {
  readonly #mounts: readonly HostMount[];
  readonly #ofProcess: (pid: number) => readonly HostMount[] | undefined;

  constructor(
    mounts: readonly HostMount[] = rootOnly,
    ofProcess: (pid: number) => readonly HostMount[] | undefined = () => mounts,
  ) {
    this.#mounts = mounts;
    this.#ofProcess = ofProcess;
  }

  list(): Answer<readonly HostMount[]> {
    return Promise.resolve(ok(this.#mounts));
  }

  ofProcess(pid: number): Answer<readonly HostMount[]> {
    const seen = this.#ofProcess(pid);
    const missing = fault('not-found', `there is no process ${pid.toString()}`);
    return Promise.resolve(seen === undefined ? err(missing) : ok(seen));
  }

  /** There are no links in memory. */
  async resolve(path: string, pid?: number): Answer<string> {
    const there = pid === undefined ? ok([]) : await this.ofProcess(pid);
    return there.ok ? ok(normalise(path)) : there;
  }

  async made(pid: number, binds: readonly BindMount[]): Answer<MadeView> {
    const task = await this.ofProcess(pid);
    return task.ok ? ok({ task: task.value, host: this.#mounts, binds }) : task;
  }
}
