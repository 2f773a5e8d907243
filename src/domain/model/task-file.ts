/** A file that wharf writes for a task. */
export interface TaskFile {
  /** Relative to the task's directory, such as `local/app.conf`. */
  readonly path: string;
  readonly content: string;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
}
