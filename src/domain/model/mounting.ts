import type { Mount } from './mount.js';

/** What a driver's tasks mount beside their `volume_mount` blocks, and whether they can mount something themselves. */
export interface Mounting {
  /** Where every task of the driver finds something mounted; absolute. */
  readonly standard: readonly string[];
  /** What the config asks for itself, as far as no reference stands in the way. */
  readonly own: readonly OwnMount[];
  /** Whether the task has CAP_SYS_ADMIN. */
  readonly mayMount: boolean;
}

export interface OwnMount {
  readonly mount: Mount;
  /** Where its propagation is written, below the task. */
  readonly path: string;
}

/** Whether it still holds a reference, which only the run time can resolve. */
export const isUnresolved = (text: string): boolean => text.includes('${');
