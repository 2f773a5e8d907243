import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { aGroup, aJob, aTask } from '../../src/testing/builders/a-job.js';
import { eventually } from '../../src/testing/eventually.js';
import { type EngineProxy, engineProxy } from '../../test/support/faults/engine-proxy.js';
import { AgentHere } from '../../test/support/wharf/agent-here.js';
import { WharfProcess } from '../../test/support/wharf/wharf-process.js';
import type { Row } from '../row.js';
import { median } from '../statistics.js';
import { valueOf } from '../task.js';
import type { World } from '../world.js';

const many = 200;
const startBoundMs = 300_000;
const settleMs = 5000;
const watchedMs = 300_000;
const recoveries = 5;
/** From one list of what runs to the next. */
const listPeriodMs = 2000;
/** Of the clock by which the kernel counts CPU time; see times(2). */
const ticksPerSecond = 100;

/** An agent with many containers: what it does while nothing happens, and how soon one after it has all of them. */
export async function measureSteadyState(world: World): Promise<readonly Row[]> {
  const proxy = await engineProxy(world.environment['WHARF_DOCKER_ENDPOINT']?.replace('unix://', '') ?? '');
  const agent = new AgentHere({
    directory: world.directory,
    wharf: (words) =>
      new WharfProcess(words, {
        stateDirectory: join(world.directory, 'state'),
        runDirectory: world.runDirectory,
        environment: { WHARF_DOCKER_ENDPOINT: proxy.endpoint },
      }),
  });
  try {
    await agent.start();
    await valueOf(agent.client.submit(job));
    await eventually(() => hasAll(agent), startBoundMs);
    await pause(settleMs);
    const rows = await watched(agent, proxy, watchedMs);
    return [...rows, await recovered(agent)];
  } finally {
    await agent.leaveNothing();
    await proxy.close();
  }
}

const job = aJob({
  id: 'steady',
  type: 'service',
  groups: [
    aGroup({
      count: many,
      tasks: [
        aTask({
          driver: 'docker',
          config: { image: 'busybox:local', command: '/bin/sleep', args: ['100000'] },
          killTimeoutMs: 100,
        }),
      ],
    }),
  ],
});

async function hasAll(agent: AgentHere): Promise<boolean> {
  const shown = await agent.allocations();
  return shown.length === many && shown.every(({ tasks }) => tasks[0]?.pid !== undefined);
}

async function watched(agent: AgentHere, { calls }: EngineProxy, ms: number): Promise<readonly Row[]> {
  const [before, asked] = [await cpuSeconds(agent.pid), calls.length];
  await pause(ms);
  const percent = (((await cpuSeconds(agent.pid)) - before) / ms) * 100_000;
  const seen = calls.slice(asked);
  const lists = seen.filter((call) => call.startsWith('GET /containers/json')).length;
  const inspects = seen.filter((call) => /^GET \/containers\/[^/]+\/json/.test(call)).length;
  const about = `${many.toString()} containers`;
  const how = `over ${(ms / 60_000).toString()} min`;
  const row = { floor: undefined, how } as const;
  return [
    {
      ...row,
      what: `agent: CPU of one core with ${about} of which none does anything`,
      ours: percent,
      unit: '%',
      limit: 1,
    },
    {
      ...row,
      what: `agent: lists per period with ${about}`,
      ours: (lists * listPeriodMs) / ms,
      unit: 'calls',
      limit: 1.05,
    },
    { ...row, what: `agent: inspects of ${about}`, ours: inspects, unit: 'calls', limit: 0 },
  ];
}

async function recovered(agent: AgentHere): Promise<Row> {
  const took: number[] = [];
  for (let round = 0; round < recoveries; round += 1) {
    await agent.end('SIGKILL');
    await agent.start();
    const answered = performance.now();
    await eventually(() => hasAll(agent), startBoundMs);
    took.push(performance.now() - answered);
  }
  return {
    what: `agent: from its first answer until it has all ${many.toString()} containers of a killed one`,
    ours: median(took),
    floor: undefined,
    unit: 'ms',
    limit: 2000,
    how: `median of ${recoveries.toString()}, with the pid of each`,
  };
}

/** Of the kernel and of the process itself, since it began. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid.toString()}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
