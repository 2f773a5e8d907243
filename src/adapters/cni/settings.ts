import type { RunProgram } from './run-program.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ProcessTable } from '../../domain/ports/process-table.js';

/** How networks are made. Paths are absolute. */
export interface CniSettings {
  /** Below it is all that is known of networks; made when it is missing. */
  readonly runDirectory: string;
  /** Where plugins are looked for, in this order. */
  readonly cniPath: readonly string[];
  /** Where the networks of the host's operator are described. */
  readonly cniConfigDirectory: string;
  /** At most 15 characters. */
  readonly bridgeName: string;
  /** IPv4, with the length of its prefix. */
  readonly bridgeSubnet: string;
}

/** What networks are made with, besides plugins. */
export interface CniPorts {
  readonly clock: Clock;
  readonly processes: ProcessTable;
  readonly run: RunProgram;
}
