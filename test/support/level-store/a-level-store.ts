import { LevelTaskStore } from '../../../src/adapters/level-store/level-task-store.js';
import { ProcfsProcessTable } from '../../../src/adapters/procfs/procfs-process-table.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { valueOf } from '../../../src/testing/expect-result.js';

export const openStore = (directory: string): Answer<LevelTaskStore> =>
  LevelTaskStore.open(directory, new ProcfsProcessTable());

/** Opens a store for as long as `act` takes. */
export async function withStore<T>(
  directory: string,
  act: (store: LevelTaskStore) => Promise<T>,
): Promise<T> {
  const store = valueOf(await openStore(directory));
  return act(store).finally(() => store.close());
}
