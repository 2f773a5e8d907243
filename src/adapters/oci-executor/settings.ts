/** How the executor is set up. Paths are absolute. */
export interface OciSettings {
  /** What lies here is of no use after a boot. Made when it is missing. */
  readonly runDirectory: string;
  /** `auto` takes the first of crun and runc that runs a container here. */
  readonly runtime: 'auto' | 'runc' | 'crun';
  /** Undefined: looked for in the usual directories. */
  readonly runtimePath: string | undefined;
  readonly conmonPath: string | undefined;
  /** Directories of the host that isolated tasks see, read-only. Those that don't exist are left out. */
  readonly rootDirectories: readonly string[];
  /** Bytes in one file of what a task prints, before there is a next one. */
  readonly logFileBytes: number;
}

export const defaultLogFileBytes = 8 * 1024 * 1024;
