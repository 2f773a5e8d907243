/** A Java of the host, as it tells of itself. */
export interface JavaDescription {
  /** Of the program, absolute. */
  readonly path: string;
  /** Such as `17.0.15` or `1.8.0_402`. */
  readonly version: string;
  /** Such as `OpenJDK Runtime Environment (build 17.0.15+6-Debian-1deb12u1)`. */
  readonly runtime: string;
  /** Such as `OpenJDK 64-Bit Server VM (build 17.0.15+6-Debian-1deb12u1, mixed mode, sharing)`. */
  readonly vm: string;
}
