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
    };

export interface Device {
  readonly hostPath: string;
  readonly taskPath: string;
  /** Any of `r`, `w`, `m`. */
  readonly permissions: string;
}
