import type { Job } from '../model/job.js';
import type { Result } from '../shared/result.js';
import type { Position, Problem } from '../shape/problem.js';

/** Reads what a person wrote into a job. */
export interface JobReader {
  /** The job, or everything that is wrong with it. Holds no memory once it has answered. */
  read(source: JobSource): Promise<Result<ReadJob, readonly Problem[]>>;
}

export interface JobSource {
  /** Path of the file; `-` means standard input. Ends in `.json` for Nomad's JSON job format. */
  readonly path: string;
  /** Of `-var`, in order; later ones win. */
  readonly variables: Readonly<Record<string, string>>;
  readonly variableFiles: readonly string[];
  /** From which `WHARF_VAR_x` are taken. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface ReadJob {
  readonly job: Job;
  /** What the job says and one host does not do, each by name. */
  readonly warnings: readonly string[];
  /** Where in the text a path of the job, or what lies nearest above it, is written; absent for formats without lines. */
  readonly locate?: (path: string) => Position | undefined;
}
