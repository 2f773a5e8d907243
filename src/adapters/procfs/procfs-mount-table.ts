import { readFileSync, readlinkSync } from 'node:fs';
import { realpath } from 'node:fs/promises';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { HostMount } from '../../domain/model/host-mount.js';
import type { BindMount } from '../../domain/model/mount.js';
import type { MadeView, MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { followLinks } from './follow-links.js';
import { type MountInfo, parseMountInfo } from './parse-mountinfo.js';
import { errnoOf, readFault } from './read-fault.js';

/** The mounts as the kernel tells them in /proc. */
export class ProcfsMountTable implements MountTable {
  readonly #proc: string;

  constructor(proc = '/proc') {
    this.#proc = proc;
  }

  list(): Answer<readonly HostMount[]> {
    return Promise.resolve(this.#read('self', 'read the mounts of the host'));
  }

  ofProcess(pid: number): Answer<readonly HostMount[]> {
    return Promise.resolve(this.#read(pid.toString(), `read the mounts of process ${pid.toString()}`));
  }

  async resolve(path: string, pid?: number): Answer<string> {
    if (pid === undefined) return leadsTo(path);
    const root = `${this.#proc}/${pid.toString()}/root`;
    try {
      readlinkSync(root);
    } catch (cause) {
      return err(readFault(`look at the root of process ${pid.toString()}`, cause));
    }
    return followLinks(path, root);
  }

  async made(pid: number, binds: readonly BindMount[]): Answer<MadeView> {
    const [task, host, followed] = await Promise.all([
      this.ofProcess(pid),
      this.list(),
      Promise.all(binds.map((bind) => this.#followed(bind, pid))),
    ]);
    if (!task.ok) return task;
    if (!host.ok) return host;
    const made: BindMount[] = [];
    for (const bind of followed) {
      if (!bind.ok) return bind;
      made.push(bind.value);
    }
    return ok({ task: task.value, host: host.value, binds: made });
  }

  async #followed(bind: BindMount, pid: number): Answer<BindMount> {
    const [source, target] = await Promise.all([this.resolve(bind.source), this.resolve(bind.target, pid)]);
    if (!source.ok) return source;
    return target.ok ? ok({ ...bind, source: source.value, target: target.value }) : target;
  }

  /** In one go, as a stat: the kernel has it at hand, and every start waits for it. */
  #read(process: string, doing: string): Result<readonly HostMount[], RuntimeFault> {
    try {
      const mounts = parseMountInfo(readFileSync(`${this.#proc}/${process}/mountinfo`, 'utf8'));
      // Who ends takes its mounts along, and leaves a table with nothing in it.
      return mounts.length === 0 ? err(ended(doing)) : ok(mounts.map(hostMountOf));
    } catch (cause) {
      // One that was not reaped yet has no table any more.
      if (errnoOf(cause) === 'EINVAL') return err(ended(doing));
      return err(readFault(doing, cause));
    }
  }
}

const ended = (doing: string): RuntimeFault => fault('not-found', `can't ${doing}: it has ended`);

/** In one call where all of it is there, as it is at every start. */
async function leadsTo(path: string): Answer<string> {
  try {
    return ok(await realpath(path));
  } catch {
    return followLinks(path, '');
  }
}

const hostMountOf = ({
  mountPoint,
  fileSystem,
  device,
  root,
  options,
  superOptions,
  tags,
}: MountInfo): HostMount => ({
  mountPoint,
  fileSystem,
  device,
  root,
  peerGroup: groupIn(tags, 'shared:'),
  master: groupIn(tags, 'master:'),
  readOnly: options.includes('ro') || superOptions.includes('ro'),
});

function groupIn(tags: readonly string[], word: string): number | undefined {
  const tag = tags.find((each) => each.startsWith(word));
  return tag === undefined ? undefined : Number(tag.slice(word.length));
}
