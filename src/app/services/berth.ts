import type { Allocation } from '../../domain/model/allocation.js';
import type { AllocDirectories } from '../../domain/model/directories.js';
import type { HostFacts } from '../../domain/model/host.js';
import type { Locate } from '../../domain/shape/problem.js';

/** Where one allocation stands on the host, and what is kept there for its tasks. */
export interface Berth {
  readonly allocation: Allocation;
  readonly host: HostFacts;
  readonly directories: AllocDirectories;
  /** On the host, by the key of the port. */
  readonly ports: Readonly<Record<string, number>>;
  /** Cores kept for tasks that asked for whole ones, by task. */
  readonly cpusets: Readonly<Record<string, string>>;
  /** Where the job is written. */
  readonly locate: Locate | undefined;
}

/** What is known of a berth before anything is made. */
export type Place = Pick<Berth, 'allocation' | 'host' | 'cpusets' | 'locate'>;
