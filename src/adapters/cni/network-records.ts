import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { posix } from 'node:path';

import type { InstanceId } from '../../domain/model/ids.js';
import type { ProcessTable } from '../../domain/ports/process-table.js';
import { isNetworkId, networkPaths, type RunPaths } from './network-paths.js';
import {
  type NetworkRecord,
  noProgress,
  type Progress,
  readNetworkRecord,
  readProgress,
  writeNetworkRecord,
  writeProgress,
} from './network-record.js';
import { unlessMissing } from './read-fault.js';

/**
 * What is known of networks, on disk. The directory of a network comes and goes in one step, with its record in it; before
 * and after, it lies apart, under a name that tells which process is at it. Throws what the file system says.
 */
export class NetworkRecords {
  readonly #run: RunPaths;
  readonly #processes: ProcessTable;

  constructor(run: RunPaths, processes: ProcessTable) {
    this.#run = run;
    this.#processes = processes;
  }

  async ids(): Promise<readonly InstanceId[]> {
    return (await unlessMissing(readdir(this.#run.networks), [])).filter(isNetworkId) as InstanceId[];
  }

  /** Undefined when it isn't there. */
  text(id: InstanceId): Promise<string | undefined> {
    if (!isNetworkId(id)) return Promise.resolve(undefined);
    return unlessMissing(readFile(networkPaths(this.#run, id).record, 'utf8'), undefined);
  }

  /** Undefined when it isn't there, or is none. */
  async read(id: InstanceId): Promise<NetworkRecord | undefined> {
    const text = await this.text(id);
    return text === undefined ? undefined : readNetworkRecord(text);
  }

  async all(): Promise<readonly NetworkRecord[]> {
    const records = await Promise.all((await this.ids()).map((id) => this.read(id)));
    return records.filter((record) => record !== undefined);
  }

  async progress(id: InstanceId): Promise<Progress> {
    const text = await unlessMissing(readFile(networkPaths(this.#run, id).progress, 'utf8'), undefined);
    return text === undefined ? noProgress : readProgress(text);
  }

  /** Durable once this answers. */
  async note(id: InstanceId, progress: Progress): Promise<void> {
    const { directory, progress: path } = networkPaths(this.#run, id);
    await writeDurably(`${path}.new`, writeProgress(progress));
    await rename(`${path}.new`, path);
    await syncDirectory(directory);
  }

  /** Durable once this answers. */
  async appear(record: NetworkRecord): Promise<void> {
    const made = await this.#partial();
    await mkdir(made, { recursive: true, mode: 0o711 });
    try {
      await writeDurably(posix.join(made, 'record.json'), writeNetworkRecord(record));
      await syncDirectory(made);
      await rename(made, networkPaths(this.#run, record.id).directory);
    } catch (cause) {
      await rm(made, { recursive: true, force: true });
      throw cause;
    }
    await syncDirectory(this.#run.networks);
  }

  /** Nothing may be mounted there any more. */
  async vanish(id: InstanceId): Promise<void> {
    const left = await this.#partial();
    await mkdir(this.#run.partial, { recursive: true, mode: 0o711 });
    await unlessMissing(rename(networkPaths(this.#run, id).directory, left), undefined);
    await rm(left, { recursive: true, force: true });
    await syncDirectory(this.#run.networks);
  }

  /** Removes what processes left half made or half removed that are gone. */
  async removePartials(): Promise<void> {
    for (const name of await unlessMissing(readdir(this.#run.partial), []))
      if (await this.#isAbandoned(name))
        await rm(posix.join(this.#run.partial, name), { recursive: true, force: true });
  }

  async #partial(): Promise<string> {
    const self = await this.#processes.identify(process.pid);
    const ticks = self.ok ? (self.value?.startTicks ?? 0) : 0;
    const name = `${process.pid.toString()}-${ticks.toString()}-${randomUUID().slice(0, 8)}`;
    return posix.join(this.#run.partial, name);
  }

  async #isAbandoned(name: string): Promise<boolean> {
    const [, pid, ticks] = /^(\d+)-(\d+)-\w+$/.exec(name) ?? [];
    if (pid === undefined) return false;
    const now = await this.#processes.identify(Number(pid));
    return now.ok && now.value?.startTicks !== Number(ticks);
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  await directory.sync().finally(() => directory.close());
}
