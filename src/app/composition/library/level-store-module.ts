import { ContainerModule } from 'inversify';

import type { Answer } from '../../../domain/ports/runtime.js';
import { ok } from '../../../domain/shared/result.js';
import { PortTokens } from './port-tokens.js';

export interface LevelStoreModuleOptions {
  /** The store's own. Absolute; made when it is missing. One process has it at a time. */
  readonly directory: string;
}

/**
 * A `TaskStore` that outlives its process, in a LevelDB, which is open from now on until what it is loaded into is closed.
 * `conflict` when another process has it; a fault as well when what was kept can't be read.
 */
export async function openLevelStore({ directory }: LevelStoreModuleOptions): Answer<ContainerModule> {
  const { LevelTaskStore } = await import('../../../adapters/level-store/level-task-store.js');
  const { ProcfsProcessTable } = await import('../../../adapters/procfs/procfs-process-table.js');
  const store = await LevelTaskStore.open(directory, new ProcfsProcessTable());
  if (!store.ok) return store;
  const module = new ContainerModule(({ bind }) => {
    bind(PortTokens.TaskStore)
      .toResolvedValue(() => store.value)
      .inSingletonScope()
      // Of the binding: the container does not wait for one of the service.
      .onDeactivation(() => store.value.close());
  });
  return ok(module);
}
