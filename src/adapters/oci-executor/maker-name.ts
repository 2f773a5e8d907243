import { randomUUID } from 'node:crypto';

import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import { known } from './answering.js';

/** A name of its own that tells which process is at what bears it. */
export const nameBy = ({ pid, startTicks }: ProcessIdentity): string =>
  `${pid.toString()}-${startTicks.toString()}-${randomUUID().slice(0, 8)}`;

/** Of names that `nameBy` ends, those whose process is gone: what bears them was left, and others may take it away. */
export async function abandoned(
  names: readonly string[],
  bootId: string,
  processes: ProcessTable,
): Promise<readonly string[]> {
  const isLeft = await Promise.all(
    names.map(async (name) => {
      const [, pid, startTicks] = /(\d+)-(\d+)-\w+$/.exec(name) ?? [];
      const maker = { pid: Number(pid), startTicks: Number(startTicks), bootId };
      return pid !== undefined && !(await known(processes.isAlive(maker)));
    }),
  );
  return names.filter((_, index) => isLeft[index]);
}
