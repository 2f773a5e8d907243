import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';

import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type { InstanceHint } from '../../domain/model/instance.js';
import type { RunPaths } from './bundle.js';
import type { Observer } from './observer.js';
import { onAbort } from './on-abort.js';

/** A hint for each exit that a monitor writes down. Ends without throwing when the source breaks off. */
export async function* watchExits(
  run: RunPaths,
  observer: Observer,
  owner: OwnerId,
  signal: AbortSignal,
): AsyncIterable<InstanceHint> {
  if (signal.aborted) return;
  const names = await watchNames(run.exits, signal);
  try {
    for (let name = await names?.next(); name !== undefined; name = await names?.next()) {
      const id = name as InstanceId;
      // Monitors write to another name first; that one is nobody's.
      if ((await observer.record(id))?.identity.owner === owner) yield { id };
    }
  } catch {
    // What was looked at can't be read: as good as a source that broke off.
    return;
  } finally {
    names?.close();
  }
}

async function watchNames(directory: string, signal: AbortSignal): Promise<NameQueue | undefined> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o711 });
    return new NameQueue(watch(directory), signal);
  } catch {
    return undefined;
  }
}

/** Names of changed files, each once however often it changed until it was taken. */
class NameQueue {
  readonly #watcher: FSWatcher;
  readonly #forget: () => void;
  readonly #names = new Set<string>();
  readonly #end = (): void => {
    this.#isOver = true;
    this.#wake();
  };
  #isOver = false;
  #wake = (): void => undefined;

  constructor(watcher: FSWatcher, signal: AbortSignal) {
    this.#watcher = watcher;
    this.#isOver = signal.aborted;
    this.#forget = onAbort(signal, this.#end);
    watcher.on('error', this.#end).on('change', (_, name) => {
      this.#names.add(name.toString());
      this.#wake();
    });
  }

  /** Undefined at the end. */
  async next(): Promise<string | undefined> {
    while (this.#names.size === 0 && !this.#isOver)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    const [name] = this.#names;
    if (this.#isOver || name === undefined) return undefined;
    this.#names.delete(name);
    return name;
  }

  close(): void {
    this.#forget();
    this.#watcher.close();
  }
}
