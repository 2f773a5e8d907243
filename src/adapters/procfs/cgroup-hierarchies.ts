import type { CgroupMode } from '../../domain/ports/cgroups.js';
import type { MountInfo } from './parse-mountinfo.js';

/** One mounted tree of control groups. */
export interface Hierarchy {
  readonly version: 1 | 2;
  readonly mountPoint: string;
  /** Of version 1 only: in version 2 the files of a group tell what it has. */
  readonly controllers: readonly string[];
}

/** As they stand among the options of a mount of version 1. */
const controllerNames: readonly string[] = [
  ...['blkio', 'cpu', 'cpuacct', 'cpuset', 'debug', 'devices', 'freezer', 'hugetlb', 'memory', 'misc'],
  ...['net_cls', 'net_prio', 'perf_event', 'pids', 'rdma'],
];

/** Each tree once, even when it is mounted at several places: then at the first. */
export function hierarchiesIn(mounts: readonly MountInfo[]): readonly Hierarchy[] {
  const found = new Map<string, Hierarchy>();
  for (const mount of mounts) {
    const hierarchy = hierarchyOf(mount);
    if (hierarchy === undefined) continue;
    const key = `${hierarchy.version.toString()} ${hierarchy.controllers.join()}`;
    if (!found.has(key)) found.set(key, hierarchy);
  }
  return [...found.values()];
}

function hierarchyOf({ fileSystem, mountPoint, superOptions }: MountInfo): Hierarchy | undefined {
  if (fileSystem === 'cgroup2') return { version: 2, mountPoint, controllers: [] };
  if (fileSystem !== 'cgroup') return undefined;
  const controllers = superOptions.filter(
    (option) => controllerNames.includes(option) || option.startsWith('name='),
  );
  return { version: 1, mountPoint, controllers };
}

/** A tree that only has a name, as systemd's, controls nothing and so makes no host hybrid. */
export function modeOf(hierarchies: readonly Hierarchy[]): CgroupMode {
  const unified = hierarchies.some(({ version }) => version === 2);
  const legacy = hierarchies.some(
    ({ version, controllers }) => version === 1 && controllers.some((name) => !name.startsWith('name=')),
  );
  if (unified) return legacy ? 'hybrid' : 'v2';
  return legacy ? 'v1' : 'none';
}

/**
 * The tree in which a controller lives. Version 1 goes first: a controller is in version 2 only when no tree of
 * version 1 has taken it.
 */
export const hierarchyWith = (hierarchies: readonly Hierarchy[], controller: string): Hierarchy | undefined =>
  hierarchies.find(({ controllers }) => controllers.includes(controller)) ??
  hierarchies.find(({ version }) => version === 2);
