/** The directories of one allocation, as absolute paths on the host. */
export interface AllocDirectories {
  readonly root: string;
  /** Shared by all tasks of the group. */
  readonly shared: string;
  readonly logs: string;
  readonly tasks: Readonly<Record<string, TaskDirectories>>;
}

export interface TaskDirectories {
  readonly root: string;
  readonly shared: string;
  readonly logs: string;
  readonly local: string;
  readonly secrets: string;
  /** Never shown to the task. */
  readonly private: string;
  readonly tmp: string;
}

/** From a task's directory to the one that its group shares. */
export const sharedFromTask = '../alloc';

/** Where tasks with a file system of their own find their directories. */
export const inTask = {
  shared: '/alloc',
  logs: '/alloc/logs',
  local: '/local',
  secrets: '/secrets',
  tmp: '/tmp',
} as const;

/** By which a task may be known: hardly anything else has all three. */
export const tellingPlaces: readonly string[] = [inTask.shared, inTask.local, inTask.secrets];
