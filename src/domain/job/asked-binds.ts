import type { Job, Task, TaskGroup } from '../model/job.js';
import type { BindMount, Mount } from '../model/mount.js';
import { isUnresolved, type OwnMount } from '../model/mounting.js';
import { volumeMountPath, volumeMounts } from '../mounts/volume-mounts.js';
import { resolveFrom } from '../shared/path.js';
import { lookup } from '../shared/record.js';
import type { TaskContext } from './validate-task.js';

/** A bind that a task asks for, and where its propagation is written, below the task. */
export interface PlacedBind {
  readonly bind: BindMount;
  readonly path: string;
}

/**
 * What a task binds, as far as it is written and in order: its volumes, and what its config asks for itself. A path that is
 * relative begins at `taskRoot`.
 */
export function askedBinds(
  task: Task,
  { volumes }: TaskGroup,
  { hostVolumes, drivers }: TaskContext,
  taskRoot: string,
): readonly PlacedBind[] {
  const ofVolumes = task.volumeMounts.flatMap((mount, index) => {
    const made = volumeMounts([mount], { volumes, hostVolumes, unresolved: 'accept' });
    return placedBinds(made.ok ? made.value : [], () => propagationPath(index));
  });
  const own = lookup(drivers, task.driver)?.mounting?.(task.config).own ?? [];
  return [
    ...ofVolumes,
    ...ownBinds(own)
      .filter(({ bind }) => !isUnresolved(bind.source))
      .map(({ bind, path }) => ({ path, bind: { ...bind, source: resolveFrom(taskRoot, bind.source) } })),
  ];
}

export const volumeBinds = (mounts: readonly Mount[]): readonly PlacedBind[] =>
  placedBinds(mounts, propagationPath);

export const ownBinds = (own: readonly OwnMount[]): readonly PlacedBind[] =>
  own.flatMap(({ mount, path }) => placedBinds([mount], () => path));

const propagationPath = (index: number): string => `${volumeMountPath(index)}.propagation_mode`;

const placedBinds = (mounts: readonly Mount[], pathOf: (index: number) => string): readonly PlacedBind[] =>
  mounts.flatMap((mount, index) => (mount.kind === 'bind' ? [{ bind: mount, path: pathOf(index) }] : []));

/** A warning for each task that asks for mounts of its own to show on the host, and can't make any. */
export const mountWarnings = (job: Job, context: TaskContext): readonly string[] =>
  job.groups.flatMap((group) =>
    group.tasks.flatMap((task) => {
      const both = askedBinds(task, group, context, '/').filter(
        ({ bind }) => bind.propagation === 'bidirectional',
      );
      if (both.length === 0 || mayMount(task, context)) return [];
      const places = both
        .map(({ path }) => `job.${job.id}.group.${group.name}.task.${task.name}.${path}`)
        .join(', ');
      return [
        `what is mounted on the host shows in the task, but it can mount nothing itself: it has no CAP_SYS_ADMIN, see cap_add (${places})`,
      ];
    }),
  );

const mayMount = ({ driver, config }: Task, { drivers }: TaskContext): boolean =>
  lookup(drivers, driver)?.mounting?.(config).mayMount ?? true;
