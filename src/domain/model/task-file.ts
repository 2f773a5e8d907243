import { sharedFromTask, type TaskDirectories } from './directories.js';

/** A file that wharf writes for a task. */
export interface TaskFile {
  /** Relative to the task's directory, such as `local/app.conf`, or `../alloc/data/x` in what the group shares. */
  readonly path: string;
  readonly content: string;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
}

/** The directory in which a file's path begins, and the names that lead from there to the file. */
export function stepsTo(path: string): {
  readonly from: keyof Pick<TaskDirectories, 'root' | 'shared'>;
  readonly names: readonly string[];
} {
  const shared = `${sharedFromTask}/`;
  return path.startsWith(shared)
    ? { from: 'shared', names: path.slice(shared.length).split('/') }
    : { from: 'root', names: path.split('/') };
}
