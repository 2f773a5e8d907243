import type { Usage } from '../../domain/model/instance.js';
import { fieldOf, groupsBelow, pidsIn, readGroupFile } from './cgroup-files.js';
import { type Hierarchy, hierarchyWith } from './cgroup-hierarchies.js';

/**
 * What a group uses; undefined when there is no such group. Memory is the working set: less the pages of files that
 * the kernel would give up first.
 */
export async function usageOf(hierarchies: readonly Hierarchy[], path: string): Promise<Usage | undefined> {
  const [memoryBytes, cpuUs, pids] = await Promise.all([
    memoryOf(hierarchies, path),
    cpuOf(hierarchies, path),
    pidsOf(hierarchies, path),
  ]);
  return memoryBytes === undefined || cpuUs === undefined || pids === undefined
    ? undefined
    : { memoryBytes, cpuUs, pids };
}

/** Kills for want of memory in the group and below. Version 2 adds up by itself. */
export async function oomKillsOf(hierarchies: readonly Hierarchy[], path: string): Promise<number> {
  const memory = hierarchyWith(hierarchies, 'memory');
  if (memory === undefined) return 0;
  const directory = memory.mountPoint + path;
  if (memory.version === 2) return fieldOf(await readGroupFile(directory, 'memory.events'), 'oom_kill');
  const files = await Promise.all(
    (await groupsBelow(directory)).map((group) => readGroupFile(group, 'memory.oom_control')),
  );
  return files.reduce((sum, file) => sum + fieldOf(file, 'oom_kill'), 0);
}

async function memoryOf(hierarchies: readonly Hierarchy[], path: string): Promise<number | undefined> {
  const memory = hierarchyWith(hierarchies, 'memory');
  if (memory === undefined) return undefined;
  const directory = memory.mountPoint + path;
  const [current, idle] =
    memory.version === 1
      ? (['memory.usage_in_bytes', 'total_inactive_file'] as const)
      : (['memory.current', 'inactive_file'] as const);
  const [used, stat] = await Promise.all([
    readGroupFile(directory, current),
    readGroupFile(directory, 'memory.stat'),
  ]);
  return used === undefined ? undefined : Math.max(0, Number(used) - fieldOf(stat, idle));
}

async function cpuOf(hierarchies: readonly Hierarchy[], path: string): Promise<number | undefined> {
  const cpu = hierarchyWith(hierarchies, 'cpuacct');
  if (cpu === undefined) return undefined;
  if (cpu.version === 2) {
    const stat = await readGroupFile(cpu.mountPoint + path, 'cpu.stat');
    return stat === undefined ? undefined : fieldOf(stat, 'usage_usec');
  }
  const nanoseconds = await readGroupFile(cpu.mountPoint + path, 'cpuacct.usage');
  return nanoseconds === undefined ? undefined : Math.floor(Number(nanoseconds) / 1000);
}

async function pidsOf(hierarchies: readonly Hierarchy[], path: string): Promise<number | undefined> {
  const pids = hierarchyWith(hierarchies, 'pids');
  if (pids === undefined) return undefined;
  const current = await readGroupFile(pids.mountPoint + path, 'pids.current');
  return current === undefined ? (await pidsIn(pids.mountPoint + path)).length : Number(current);
}
