import type { Flag } from '../../app/config/settings-source.js';
import type { Surroundings } from './surroundings.js';

/** What a command line says whatever the command, and what surrounds it. */
export interface Invocation {
  readonly surroundings: Surroundings;
  readonly output: 'text' | 'json';
  readonly color: boolean;
  /** Of `--config`. */
  readonly settingsFile: string | undefined;
  readonly flags: readonly Flag[];
  readonly hostVolumes: readonly string[];
}

/** What commands that read a job are given. */
export interface JobArguments {
  readonly path: string;
  /** Each `NAME=VALUE`. */
  readonly variables: readonly string[];
  readonly variableFiles: readonly string[];
  /** Whether an agent is to run it. */
  readonly detach: boolean;
}

/** Does what a command says; answers the exit status. */
export type Deed = (invocation: Invocation) => Promise<number>;
