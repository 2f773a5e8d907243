/** One line of a mount table, reduced to what rules need. */
export interface HostMount {
  readonly mountPoint: string;
  readonly fileSystem: string;
  /** The file system's device, `major:minor`: two mounts that have the same one show the same files. */
  readonly device: string;
  /** The directory, or the file, of the file system that is to be seen at the mount point. */
  readonly root: string;
  /** The number of its peer group: mounts made on one of the group show on all. Undefined: it is in none. */
  readonly peerGroup: number | undefined;
  /** The peer group from which it receives mounts; undefined: it receives none. */
  readonly master: number | undefined;
  readonly readOnly: boolean;
}
