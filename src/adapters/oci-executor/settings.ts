/** How the executor is set up. Paths are absolute. */
export interface OciSettings {
  /** What lies here is of no use after a boot. Made when it is missing. */
  readonly runDirectory: string;
  /** Where what tasks print lies until it is read: on a disk, since it may be a lot. Made when it is missing. */
  readonly outputDirectory: string;
  /** `auto` takes the first of crun and runc that runs a container here. */
  readonly runtime: 'auto' | 'runc' | 'crun';
  /** Undefined: looked for in the usual directories. */
  readonly runtimePath: string | undefined;
  readonly conmonPath: string | undefined;
  /** Directories of the host that isolated tasks see, read-only. Those that don't exist are left out. */
  readonly rootDirectories: readonly string[];
  readonly logs: LogBounds;
  /** Milliseconds for conmon and the OCI runtime to make a container. */
  readonly makingBoundMs: number;
}

export const defaultMakingBoundMs = 30_000;

/** How much is kept of what one task prints and nobody has read yet. */
export interface LogBounds {
  /** Bytes in one file before there is a next one. */
  readonly fileBytes: number;
  /** Beyond so many files the oldest goes. */
  readonly mostFiles: number;
}

/** 256 MiB: for a reader who is behind, and no task that prints for months fills the disk. */
export const defaultLogBounds: LogBounds = { fileBytes: 8 * 1024 * 1024, mostFiles: 32 };
