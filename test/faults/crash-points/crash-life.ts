import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { AllocStatus } from '../../../src/app/agent.js';
import type { Job } from '../../../src/domain/model/job.js';
import { eventually } from '../../../src/testing/eventually.js';
import type { Death, DoneStep } from '../../support/faults/mortality.js';
import { AgentProcess, EndedError } from '../../support/wharf/agent-process.js';
import { marker } from '../campaign/truth.js';
import { AgentWithin } from './agent-within.js';
import { besides, jobOf, type Kind } from './crash-job.js';
import { deadlyPlugins, type PluginDeath } from './deadly-plugins.js';
import { OwnNetwork } from './own-network.js';
import { leftOf } from './remains.js';

/** The name of the life from which the others know their steps. */
export const undisturbed = (kind: Kind): string => `${kind}-0`;

export interface CrashPlace {
  /** The one of all lives; each has directories of its own below it. */
  readonly directory: string;
  readonly socketPath: string;
  /** By kind: where it finds what it runs tasks with. */
  readonly environment: Readonly<Record<Kind, Readonly<Record<string, string>>>>;
}

/** What the first agent told, as far as it came. */
interface Told {
  submitted: boolean;
  alloc: AllocStatus | undefined;
  /** Whether it was asked to purge all. */
  purging: boolean;
}

export interface Lived {
  /** Of the first agent; empty when it died. */
  readonly steps: readonly DoneStep[];
  /** What must not be, in words. */
  readonly sins: readonly string[];
}

type NextAgent = Pick<AgentProcess, 'show' | 'leave'> & { readonly purge: () => Promise<unknown> };

const settleMs = 40_000;

/**
 * The life of a task that ends with 7 the first time and runs the second time, and is then purged, under an agent that
 * dies on the way, if it is told to, and another one after it. If its group has a network, all of it is in one of its own.
 */
export async function crashLife(
  { directory, socketPath, environment }: CrashPlace,
  kind: Kind,
  name: string,
  death?: Death | PluginDeath,
): Promise<Lived> {
  const own = join(directory, name);
  await mkdir(join(own, 'run'), { recursive: true });
  // What the undisturbed one found out about its OCI runtime holds for all.
  const probe = 'run/oci-probe.json';
  await copyFile(join(directory, undisturbed(kind), probe), join(own, probe)).catch(() => undefined);
  const mark = `${marker}-${name}`;
  const network = kind === 'network' ? await OwnNetwork.make() : undefined;
  const told: Told = { submitted: false, alloc: undefined, purging: false };
  const sins: string[] = [];
  const mortal = await mortalBy(death, own);
  const first = new AgentProcess(own, { ...environment[kind], ...mortal }, network?.enter);
  const steps = await live(first, jobOf(kind, mark), told).catch((reason: unknown) => {
    if (!(reason instanceof EndedError)) sins.push(`the first agent: ${String(reason)}`);
    return [];
  });
  if (death !== undefined && steps.length > 0) sins.push('it did not come to that step');
  await first.kill();
  const next: NextAgent =
    network === undefined
      ? await AgentWithin.start(own, environment[kind])
      : new AgentProcess(own, environment[kind], network.enter);
  try {
    sins.push(...(await takenUp(next, told, { own, network })));
    await next.purge();
  } catch (reason) {
    sins.push(
      `the next agent: ${String(reason)}; it shows ${JSON.stringify(await next.show().catch(String))}`,
    );
  } finally {
    await next.leave();
  }
  const left = [
    ...(await leftOf(own, [mark, besides(mark)], socketPath)),
    ...((await network?.left(own)) ?? []),
  ];
  sins.push(...left.map((one) => `left behind: ${one}`));
  const where = death === undefined ? 'undisturbed' : `killed at ${JSON.stringify(death)}`;
  return { steps, sins: sins.map((sin) => `${kind}, ${where}: ${sin}`) };
}

/** What lets the first agent die, in its environment. */
async function mortalBy(
  death: Death | PluginDeath | undefined,
  own: string,
): Promise<Readonly<Record<string, string>>> {
  if (death === undefined) return {};
  return 'plugin' in death ? deadlyPlugins(own, death) : { DEATH: JSON.stringify(death) };
}

async function live(agent: AgentProcess, job: Job, told: Told): Promise<readonly DoneStep[]> {
  await agent.submit(job);
  told.submitted = true;
  await eventually(async () => {
    if (agent.isOver) return true;
    [told.alloc] = await agent.show();
    return isSettled(told.alloc);
  }, settleMs);
  if (agent.isOver) throw new EndedError('it ended before it was asked to purge');
  told.purging = true;
  await agent.purge();
  const steps = await agent.steps();
  await agent.leave();
  return steps;
}

/** What is wrong with what the next agent makes of it. */
async function takenUp(
  agent: NextAgent,
  told: Told,
  { own, network }: { readonly own: string; readonly network: OwnNetwork | undefined },
): Promise<readonly string[]> {
  const [found] = await agent.show();
  if (found === undefined) return told.submitted && !told.purging ? ['the allocation is lost'] : [];
  if (told.purging) {
    const before = pidsOf(told.alloc);
    const isNew = pidsOf(found).some((pid) => pid !== undefined && !before.includes(pid));
    return isNew ? ['what was to be purged runs anew'] : [];
  }
  const settled = await eventually(async () => {
    const [shown] = await agent.show();
    return isSettled(shown) && shown;
  }, settleMs);
  const file = join(own, 'state', 'allocs', found.id, 'alloc', 'starts');
  // What runs is about to write its line.
  const starts = await eventually(async () => {
    const text = await readFile(file, 'utf8');
    return text.length >= 'x\nx\n'.length && text;
  }, settleMs);
  return [
    ...(starts === 'x\nx\n' ? [] : [`it was started ${(starts.length / 2).toString()} times`]),
    ...wrongIn(settled, told.alloc),
    ...((await network?.wrongIn(settled)) ?? []),
  ];
}

function wrongIn(settled: AllocStatus, before: AllocStatus | undefined): readonly string[] {
  const task = settled.tasks[0];
  const isSame = pidsOf(before).join() === pidsOf(settled).join();
  return [
    ...(task?.exit?.kind === 'code' && task.exit.code === 7
      ? []
      : [`it ended with ${JSON.stringify(task?.exit)}`]),
    ...(task?.restarts === 1 ? [] : [`it was restarted ${String(task?.restarts)} times`]),
    ...(isSettled(before) && !isSame
      ? [`it ran as pid ${pidsOf(before).join()} and runs as ${pidsOf(settled).join()}`]
      : []),
  ];
}

const pidsOf = (alloc: AllocStatus | undefined): readonly (number | undefined)[] =>
  (alloc?.tasks ?? []).map(({ pid }) => pid);

const isSettled = (alloc: AllocStatus | undefined): alloc is AllocStatus =>
  (alloc?.tasks[0]?.restarts ?? 0) > 0 &&
  (alloc?.tasks ?? []).every(({ phase, pid }) => phase === 'running' && pid !== undefined);
