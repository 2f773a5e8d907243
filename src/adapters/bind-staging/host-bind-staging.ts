import { type FileHandle, lstat, mkdir, rmdir, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { HostMount } from '../../domain/model/host-mount.js';
import type { KeptBind } from '../../domain/model/mount.js';
import type { BindStaging } from '../../domain/ports/bind-staging.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { isWithin } from '../../domain/shared/path.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { openSource } from './open-source.js';
import { errnoFault, errnoOf } from './read-fault.js';
import { handedOn, runMount } from './run-mount.js';

interface Opened {
  readonly bind: KeptBind;
  readonly source: FileHandle;
}

/** Of the places alone: what is mounted on them is as large as it is. */
const areaOptions = 'size=64k,mode=0700,noexec,nosuid,nodev';

/**
 * On this host. An area is a small file system in memory, of which nothing shows in another mount namespace: there its
 * places are missing, and nobody takes an empty one for what was staged. What is opened is mounted by its descriptor.
 */
export class HostBindStaging implements BindStaging {
  readonly #mounts: MountTable;

  constructor(mounts: MountTable) {
    this.#mounts = mounts;
  }

  async stage(area: string, binds: readonly KeptBind[]): Answer<readonly string[]> {
    const opened: Opened[] = [];
    try {
      // All of them first: what is refused is refused while there is nothing to clean up.
      for (const bind of binds) {
        const source = await openSource(bind);
        if (!source.ok) return source;
        opened.push({ bind, source: source.value });
      }
      return await this.#fill(area, opened);
    } finally {
      await Promise.all(opened.map(({ source }) => source.close()));
    }
  }

  async #fill(area: string, opened: readonly Opened[]): Answer<readonly string[]> {
    const failed = await this.#makeArea(area);
    if (failed !== undefined) return err(failed);
    const places: string[] = [];
    for (const each of opened) {
      const place = posix.join(area, places.length.toString());
      const refusal = await settled(`stage ${each.bind.source}`, () => mountAt(place, each));
      if (refusal !== undefined) return err(await this.#undone(area, refusal));
      places.push(place);
    }
    return ok(places);
  }

  async clear(area: string): Answer<undefined> {
    const table = await this.#mounts.list();
    if (!table.ok) return table;
    const kept = await takeOff(
      area,
      table.value.filter(({ mountPoint }) => isWithin(mountPoint, area)),
    );
    if (kept !== undefined) return err(kept);
    const left = await settled(`remove ${area}`, async () => {
      await rmdir(area);
      return undefined;
    });
    return left === undefined || errnoOf(left.cause) === 'ENOENT' ? done : err(left);
  }

  async #makeArea(area: string): Promise<RuntimeFault | undefined> {
    const refusal = await settled(`make ${area}`, async () => {
      await mkdir(posix.dirname(area), { recursive: true, mode: 0o711 });
      await mkdir(area, { mode: 0o700 });
      return undefined;
    });
    if (refusal !== undefined) return refusal;
    const failed = await runMount('mount', [
      '-t',
      'tmpfs',
      '-o',
      areaOptions,
      '--make-private',
      'wharf',
      area,
    ]);
    return failed === undefined ? undefined : this.#undone(area, failed);
  }

  async #undone(area: string, because: RuntimeFault): Promise<RuntimeFault> {
    const cleared = await this.clear(area);
    if (cleared.ok) return because;
    const message = `${because.message}; and it is not all gone: ${cleared.error.message}`;
    return fault('internal', message, { cause: because });
  }
}

async function mountAt(place: string, { bind, source }: Opened): Promise<RuntimeFault | undefined> {
  const found = await source.stat({ bigint: true });
  await (found.isDirectory() ? mkdir(place) : writeFile(place, ''));
  const options = bind.propagation === 'private' ? 'rbind,rprivate' : 'rbind';
  const failed = await runMount('mount', ['-o', options, handedOn, place], source.fd);
  if (failed !== undefined) return failed;
  const put = await lstat(place, { bigint: true });
  return put.dev === found.dev && put.ino === found.ino
    ? undefined
    : fault('internal', `what was mounted at ${place} is not what ${bind.source} led to`);
}

/** Of what still receives mounts or passes them on, an unmount would show where it comes from. */
async function takeOff(area: string, mounts: readonly HostMount[]): Promise<RuntimeFault | undefined> {
  if (mounts.length === 0) return undefined;
  const isTied = mounts.some(({ peerGroup, master }) => peerGroup !== undefined || master !== undefined);
  const failed = isTied ? await runMount('mount', ['--make-rprivate', area]) : undefined;
  return failed ?? runMount('umount', ['-R', area]);
}

/** What the file system throws is a fault, too. */
async function settled(
  doing: string,
  act: () => Promise<RuntimeFault | undefined>,
): Promise<RuntimeFault | undefined> {
  try {
    return await act();
  } catch (cause) {
    return errnoFault(doing, cause);
  }
}
