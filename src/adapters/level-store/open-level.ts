import { ClassicLevel } from 'classic-level';

import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { findDamage } from './files/find-damage.js';
import { nameHolder, writeHolder } from './held-by.js';
import { probe } from './probe.js';
import { codeOf, damagedFault, errnoOf, inUseFault, messageOf, readFault } from './read-fault.js';

/** Tables are checked without LevelDB, and so are not compressed. Up to two such buffers lie in memory. */
const options = { compression: false, writeBufferSize: 1024 * 1024 };

/** Takes the lock of the database and reads it in. */
export async function openLevel(directory: string, processes: ProcessTable): Answer<ClassicLevel> {
  try {
    const damage = await findDamage(directory);
    if (damage !== undefined) {
      // What another process just writes may look like damage.
      const holder = await nameHolder(directory, processes);
      return err(holder === undefined ? damagedFault(directory, damage) : inUseFault(directory, holder));
    }
    const level = new ClassicLevel(directory, options);
    await level.open();
    await writeHolder(directory, processes);
    return ok(level);
  } catch (cause) {
    if (codeOf(rootOf(cause)) !== 'LEVEL_LOCKED') return err(await levelFault('open', directory, cause));
    return err(inUseFault(directory, (await nameHolder(directory, processes)) ?? 'another process'));
  }
}

/** The fault that an error of LevelDB tells. */
export async function levelFault(verb: string, directory: string, cause: unknown): Promise<RuntimeFault> {
  const root = rootOf(cause);
  if (codeOf(root) === 'LEVEL_CORRUPTION') return damagedFault(directory, messageOf(root), root);
  const told = errnoOf(root) === undefined ? await probe(directory) : undefined;
  return readFault(`${verb} the task store in ${directory}`, directory, told ?? root);
}

const rootOf = (cause: unknown): unknown => (cause instanceof Error ? (cause.cause ?? cause) : cause);
