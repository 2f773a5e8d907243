import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ownerLabel } from '../../../src/domain/model/identity.js';
import { engineRequest } from '../../support/engine/engine-request.js';
import { livingTasks } from '../campaign/truth.js';

/** Below which places how many levels of directories stay: of the output one for each boot. */
const stays = {
  'state/allocs': 0,
  'state/output': 1,
  'run/oci': 0,
  'run/partial': 0,
  'run/exits': 0,
} as const;

/** What there is that had to go: containers, bundles, processes, directories with all that is in them. */
export async function leftOf(
  own: string,
  marks: readonly string[],
  socketPath: string,
): Promise<readonly string[]> {
  const owner = (await readFile(join(own, 'state', 'node-id'), 'utf8').catch(() => '')).trim();
  const filters = encodeURIComponent(JSON.stringify({ label: [`${ownerLabel}=${owner}`] }));
  const { json } = await engineRequest(socketPath, `/containers/json?all=1&filters=${filters}`);
  const containers = (json as readonly { readonly Id: string }[]).map(({ Id }) => `container ${Id}`);
  const processes = (await livingTasks()).filter((each) => marks.includes(each));
  const left = await Promise.all(
    Object.entries(stays).map(async ([place, depth]) =>
      (await readdir(join(own, place), { recursive: true }).catch(() => []))
        .filter((file) => file.split('/').length === depth + 1)
        .map((file) => join(place, file)),
    ),
  );
  return [...containers, ...processes, ...left.flat()];
}
