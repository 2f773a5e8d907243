/** What a task may use, in the kernel's own units. */
export interface Limits {
  /** Relative weight among tasks; Nomad's MHz, at least 2. */
  readonly cpuShares: number;
  /** CPU time in microseconds per period; undefined: no ceiling. */
  readonly cpuQuota: { readonly quotaUs: number; readonly periodUs: number } | undefined;
  /** CPUs that the task is pinned to, such as `0-1,3`; undefined: all. */
  readonly cpuset: string | undefined;
  /** Hard limit; undefined: none. */
  readonly memoryBytes: number | undefined;
  /** What is kept for the task under pressure; undefined: the hard limit itself. */
  readonly memoryReservationBytes: number | undefined;
  /** Processes and threads; undefined: no ceiling. */
  readonly pids: number | undefined;
}

export interface Rlimit {
  /** Without prefix, such as `nofile`. */
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}
