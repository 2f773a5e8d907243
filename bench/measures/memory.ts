import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../src/testing/eventually.js';
import { pidsOf, pssOf } from '../memory.js';
import type { Row } from '../row.js';
import { wharfProgram, type World } from '../world.js';

const many = 100;
const settleMs = 5000;
const startBoundMs = 300_000;

/** What 99 more tasks add to `wharf run`, its monitors included: proportional, so that shared pages count once. */
export async function measureMemory(world: World): Promise<readonly Row[]> {
  return [
    await measure(world, 'exec', 2.5, 'wharf and its monitors'),
    await measure(world, 'docker', 0.4, 'wharf'),
  ];
}

async function measure(world: World, driver: 'exec' | 'docker', limit: number, whose: string): Promise<Row> {
  const one = await pssWhileRunning(world, driver, 1);
  const all = await pssWhileRunning(world, driver, many);
  return {
    what: `${driver}: added memory per running task`,
    ours: (all - one) / (many - 1),
    floor: undefined,
    unit: 'MiB',
    limit,
    how: `PSS of ${whose}, ${many.toString()} tasks (${all.toFixed(0)} MiB) less one (${one.toFixed(0)} MiB)`,
  };
}

async function pssWhileRunning(world: World, driver: 'exec' | 'docker', count: number): Promise<number> {
  const file = join(world.directory, `${driver}-${count.toString()}.nomad.hcl`);
  await writeFile(file, jobOf(driver, count));
  const wharf = spawn(process.execPath, [wharfProgram, 'run', file], {
    stdio: 'ignore',
    env: { ...process.env, ...world.environment },
  });
  const { pid = 0 } = wharf;
  await eventually(async () => (await world.running(driver)) === count, startBoundMs);
  await pause(settleMs);
  const monitors = driver === 'exec' ? await pidsOf('conmon', world.directory) : [];
  const sizes = await Promise.all([pid, ...monitors].map(pssOf));
  const ended = once(wharf, 'exit');
  wharf.kill('SIGINT');
  await ended;
  return sizes.reduce((sum, size) => sum + size, 0);
}

const jobOf = (driver: 'exec' | 'docker', count: number): string => `job "memory" {
  type = "batch"
  group "many" {
    count = ${count.toString()}
    task "sleep" {
      driver = "${driver}"
      config {
        ${driver === 'docker' ? 'image = "busybox:local"' : ''}
        command = "/bin/sleep"
        args    = ["600"]
      }
      kill_timeout = "1s"
      resources {
        cpu    = 10
        memory = 32
      }
    }
  }
}
`;
