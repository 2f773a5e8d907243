import { readFile } from 'node:fs/promises';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';

/** The number of a group that is named, or is its number already. */
export async function groupId(name: string, file = '/etc/group'): Promise<Result<number, RuntimeFault>> {
  if (/^\d+$/.test(name)) return ok(Number(name));
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const [, , number = ''] = lines.map((line) => line.split(':')).find(([found]) => found === name) ?? [];
  if (/^\d+$/.test(number)) return ok(Number(number));
  return err(
    fault('invalid-spec', `api.group: there is no group "${name}" on this host`, {
      remedy: `addgroup --system ${name}, or name another group`,
    }),
  );
}
