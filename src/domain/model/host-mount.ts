/** One line of a mount table, reduced to what rules need. */
export interface HostMount {
  readonly mountPoint: string;
  readonly fileSystem: string;
  /** Of its own peer group: mounts made on it show elsewhere. */
  readonly shared: boolean;
  /** Receives mounts made elsewhere. */
  readonly slave: boolean;
  readonly readOnly: boolean;
}
