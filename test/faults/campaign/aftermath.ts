import { eventually } from '../../../src/testing/eventually.js';
import { captureHost, differences, type HostState } from '../../support/host/host-state.js';
import type { Bystanders } from './bystanders.js';
import type { Ledger, Sin } from './ledger.js';
import { moreThan, openFiles } from './open-files.js';
import type { Place } from './place.js';
import { livingTasks } from './truth.js';

/** What was there before a round and has to be after it. */
export interface Aftermath {
  /** Directories whose content counts. */
  readonly roots: readonly string[];
  readonly host: HostState;
  readonly files: ReadonlyMap<string, number>;
  readonly bystanders: readonly string[];
}

/** Longer than a tool stands still that is never to answer. */
const boundMs = 20_000;

/** Holds the host after a round against what it was before. */
export async function judgeAftermath(
  place: Place,
  bystanders: Bystanders,
  before: Aftermath,
  ledger: Ledger,
): Promise<void> {
  const expectNone = (sin: Sin, look: () => Promise<readonly string[]>): Promise<void> =>
    expectNothing(look, (told) => {
      ledger.find(sin, told);
    });
  await expectNone('leaked', async () =>
    (await place.truth.objects()).map((object) => JSON.stringify(object)),
  );
  await expectNone('leaked', livingTasks);
  await expectNone('leaked', async () =>
    differences(before.host, await captureHost(before.roots)).filter((line) => isHere(line, before)),
  );
  await expectNone('open file left', async () => moreThan(before.files, await openFiles()));
  await expectNone('foreign touched', async () => {
    const now = await bystanders.look();
    return before.bystanders.filter((line) => !now.includes(line));
  });
}

/** Others have words such as ours in their commands; what is ours has our directories in it, or is in a group of ours. */
const isHere = (line: string, { roots }: Aftermath): boolean =>
  !/^[+-] processes /.test(line) || [...roots, '/wharf/'].some((place) => line.includes(place));

async function expectNothing(
  look: () => Promise<readonly string[]>,
  tell: (told: string) => void,
): Promise<void> {
  let left: readonly string[] = [];
  await eventually(async () => {
    left = await look();
    return left.length === 0;
  }, boundMs).catch(() => undefined);
  for (const told of left) tell(told);
}
