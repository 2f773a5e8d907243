import { readFile } from 'node:fs/promises';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { HostMount } from '../../domain/model/host-mount.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { type MountInfo, parseMountInfo } from './parse-mountinfo.js';
import { errnoOf, readFault } from './read-fault.js';

/** The mounts as the kernel tells them in /proc. */
export class ProcfsMountTable implements MountTable {
  readonly #proc: string;

  constructor(proc = '/proc') {
    this.#proc = proc;
  }

  async list(): Answer<readonly HostMount[]> {
    return this.#read('self', 'read the mounts of the host');
  }

  async ofProcess(pid: number): Answer<readonly HostMount[]> {
    return this.#read(pid.toString(), `read the mounts of process ${pid.toString()}`);
  }

  async #read(process: string, doing: string): Answer<readonly HostMount[]> {
    try {
      return ok(
        parseMountInfo(await readFile(`${this.#proc}/${process}/mountinfo`, 'utf8')).map(hostMountOf),
      );
    } catch (cause) {
      // A process that has ended and was not reaped yet has no mounts any more.
      if (errnoOf(cause) === 'EINVAL') return err(fault('not-found', `can't ${doing}: it has ended`));
      return err(readFault(doing, cause));
    }
  }
}

const hostMountOf = ({ mountPoint, fileSystem, options, superOptions, tags }: MountInfo): HostMount => ({
  mountPoint,
  fileSystem,
  shared: tags.some((tag) => tag.startsWith('shared:')),
  slave: tags.some((tag) => tag.startsWith('master:')),
  readOnly: options.includes('ro') || superOptions.includes('ro'),
});
