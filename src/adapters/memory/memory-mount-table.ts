import { fault } from '../../domain/faults/runtime-fault.js';
import type { HostMount } from '../../domain/model/host-mount.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';

const rootOnly: readonly HostMount[] = [
  { mountPoint: '/', fileSystem: 'ext4', shared: false, slave: false, readOnly: false },
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
}
