import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { AllocStatus } from '../../../src/app/agent.js';
import { ownerLabel } from '../../../src/domain/model/identity.js';
import type { Job } from '../../../src/domain/model/job.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { eventually } from '../../../src/testing/eventually.js';
import { engineRequest } from '../../support/engine/engine-request.js';
import type { Death, DoneStep } from '../../support/faults/mortality.js';
import { AgentProcess, EndedError } from '../../support/wharf/agent-process.js';
import { livingTasks, marker } from '../campaign/truth.js';
import { AgentWithin } from './agent-within.js';

export type Driver = 'docker' | 'exec';

/** The name of the life from which the others know their steps. */
export const undisturbed = (driver: Driver): string => `${driver}-0`;

export interface CrashPlace {
  /** The one of all lives; each has directories of its own below it. */
  readonly directory: string;
  readonly socketPath: string;
  /** By driver: where it finds what it runs tasks with. */
  readonly environment: Readonly<Record<Driver, Readonly<Record<string, string>>>>;
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

const settleMs = 40_000;

/**
 * The life of a task that ends with 7 the first time and runs the second time, and is then purged, under an agent that
 * dies on the way, if it is told to, and another one after it.
 */
export async function crashLife(
  { directory, socketPath, environment }: CrashPlace,
  driver: Driver,
  name: string,
  death?: Death,
): Promise<Lived> {
  const own = join(directory, name);
  await mkdir(join(own, 'run'), { recursive: true });
  // What the undisturbed one found out about its OCI runtime holds for all.
  const probe = 'run/oci-probe.json';
  await copyFile(join(directory, undisturbed(driver), probe), join(own, probe)).catch(() => undefined);
  const mark = `${marker}-${name}`;
  const told: Told = { submitted: false, alloc: undefined, purging: false };
  const sins: string[] = [];
  const first = new AgentProcess(own, {
    ...environment[driver],
    ...(death === undefined ? {} : { DEATH: JSON.stringify(death) }),
  });
  const steps = await live(first, jobOf(driver, mark), told).catch((reason: unknown) => {
    if (!(reason instanceof EndedError)) sins.push(`the first agent: ${String(reason)}`);
    return [];
  });
  if (death !== undefined && steps.length > 0) sins.push('it did not come to that step');
  await first.kill();
  const next = await AgentWithin.start(own, environment[driver]);
  try {
    sins.push(...(await takenUp(next, told, own)));
    await next.purge();
  } catch (reason) {
    sins.push(`the next agent: ${String(reason)}`);
  } finally {
    await next.leave();
  }
  sins.push(...(await leftOf(own, mark, socketPath)).map((left) => `left behind: ${left}`));
  const where = death === undefined ? 'undisturbed' : `killed ${death.when} ${death.step}`;
  return { steps, sins: sins.map((sin) => `${driver}, ${where}: ${sin}`) };
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
async function takenUp(agent: AgentWithin, told: Told, own: string): Promise<readonly string[]> {
  const [found] = agent.show();
  const before = told.alloc?.tasks[0];
  if (found === undefined) return told.submitted && !told.purging ? ['the allocation is lost'] : [];
  if (told.purging) {
    const pid = found.tasks[0]?.pid;
    return pid === undefined || pid === before?.pid ? [] : ['what was to be purged runs anew'];
  }
  const settled = await eventually(() => {
    const [shown] = agent.show();
    return isSettled(shown) && shown;
  }, settleMs);
  const task = settled?.tasks[0];
  const file = join(own, 'state', 'allocs', found.id, 'alloc', 'starts');
  // What runs is about to write its line.
  const starts = await eventually(async () => {
    const text = await readFile(file, 'utf8');
    return text.length >= 'x\nx\n'.length && text;
  }, settleMs);
  return [
    ...(starts === 'x\nx\n' ? [] : [`it was started ${(starts.length / 2).toString()} times`]),
    ...(task?.exit?.kind === 'code' && task.exit.code === 7
      ? []
      : [`it ended with ${JSON.stringify(task?.exit)}`]),
    ...(task?.restarts === 1 ? [] : [`it was restarted ${String(task?.restarts)} times`]),
    ...(before?.restarts !== 1 || before.pid === undefined || before.pid === task?.pid
      ? []
      : [`it ran as pid ${before.pid.toString()} and runs as ${String(task?.pid)}`]),
  ];
}

const isSettled = (alloc: AllocStatus | undefined): boolean => {
  const task = alloc?.tasks[0];
  return task?.phase === 'running' && task.restarts > 0 && task.pid !== undefined;
};

/** Below which places how many levels of directories stay: of the output one for each boot. */
const stays = {
  'state/allocs': 0,
  'state/output': 1,
  'run/oci': 0,
  'run/partial': 0,
  'run/exits': 0,
} as const;

/** What there is that had to go: containers, bundles, processes, directories. */
async function leftOf(own: string, mark: string, socketPath: string): Promise<readonly string[]> {
  const owner = (await readFile(join(own, 'state', 'node-id'), 'utf8').catch(() => '')).trim();
  const filters = encodeURIComponent(JSON.stringify({ label: [`${ownerLabel}=${owner}`] }));
  const { json } = await engineRequest(socketPath, `/containers/json?all=1&filters=${filters}`);
  const containers = (json as readonly { readonly Id: string }[]).map(({ Id }) => `container ${Id}`);
  const processes = (await livingTasks()).filter((each) => each === mark);
  const left = await Promise.all(
    Object.entries(stays).map(async ([place, depth]) =>
      (await readdir(join(own, place), { recursive: true }).catch(() => []))
        .filter((file) => file.split('/').length > depth)
        .map((file) => join(place, file)),
    ),
  );
  return [...containers, ...processes, ...left.flat()];
}

export const jobOf = (driver: Driver, mark: string): Job => {
  const script = [
    `: ${mark};`,
    'echo x >>"$NOMAD_ALLOC_DIR/starts";',
    '[ "$(wc -l <"$NOMAD_ALLOC_DIR/starts")" -gt 1 ] || exit 7;',
    "trap 'exit 0' TERM; sleep 600 & wait",
  ].join(' ');
  const config = { command: '/bin/sh', args: ['-c', script] };
  const task = aTask({
    name: 'web',
    driver,
    config: driver === 'docker' ? { ...config, image: 'busybox:local', network_mode: 'none' } : config,
    restart: { attempts: 3, intervalMs: 3_600_000, delayMs: 50, mode: 'fail' },
    killTimeoutMs: 2000,
    resources: { cpuMhz: 50, cores: undefined, memoryMb: 64, memoryMaxMb: undefined, secretsMb: 1 },
  });
  return aJob({ id: mark, type: 'service', groups: [aGroup({ tasks: [task] })] });
};
