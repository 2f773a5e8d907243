/** What rules that hold for every driver have to know of one. */
export interface DriverCapabilities {
  /** Where the task's directories are to be found by the task: at /alloc, /local, /secrets, or at their host paths. */
  readonly directories: 'in-task' | 'on-host';
  /** Whether the agent's own environment is handed on to the task. */
  readonly hostEnvironment: boolean;
  /** Whether `volume_mount` is possible. */
  readonly mounts: boolean;
  /** By what its tasks join the network of their group: a container that has it, or the path of its namespace. */
  readonly network: 'by-holder' | 'by-namespace';
}
