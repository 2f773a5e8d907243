/** How mounts made on one side of a bind mount show on the other; as in a job's `propagation_mode`. */
export type Propagation = 'private' | 'host-to-task' | 'bidirectional';

/** Something of the host that a task sees. */
export type Mount =
  | {
      readonly kind: 'bind';
      /** Absolute path on the host. */
      readonly source: string;
      /** Absolute path in the task. */
      readonly target: string;
      readonly readOnly: boolean;
      readonly propagation: Propagation;
      /**
       * Directory of the host in which the source must lie once all symbolic links are followed; no part of this path
       * may be one. Absent: the source may lie anywhere. The rules see paths only as text, so whoever makes the mount
       * looks at what the source leads to when the instance is made, and mounts that very file or directory, whatever a
       * task that can write between here and the source puts there meanwhile.
       */
      readonly within?: string;
      /** SELinux: `z` relabels the source for all tasks, `Z` for this one; absent: it keeps its label. */
      readonly relabel?: 'z' | 'Z';
    }
  | {
      readonly kind: 'tmpfs';
      readonly target: string;
      readonly sizeBytes: number | undefined;
      /** Permission bits, such as 0o1777. */
      readonly mode: number | undefined;
    }
  | {
      readonly kind: 'volume';
      /** Name of a volume that the engine keeps. */
      readonly source: string;
      readonly target: string;
      readonly readOnly: boolean;
      /** How the engine makes the volume when it isn't there; absent: as it does by default. */
      readonly making?: VolumeMaking;
    };

/** A directory, or a file, of the host. */
export type BindMount = Extract<Mount, { kind: 'bind' }>;
/** A bind whose source is kept to a directory. */
export type KeptBind = BindMount & { readonly within: string };

export interface VolumeMaking {
  /** Whether what the image has at the target is left out of a new volume. */
  readonly noCopy: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly driver: string | undefined;
  readonly driverOptions: Readonly<Record<string, string>>;
}

export interface Device {
  readonly hostPath: string;
  readonly taskPath: string;
  /** Any of `r`, `w`, `m`. */
  readonly permissions: string;
}
