import type { Job } from '../model/job.js';
import type { JsonObject } from '../shared/json.js';
import type { Result } from '../shared/result.js';
import type { Locate, Problem } from '../shape/problem.js';

/** Reads what a person wrote into a job. */
export interface JobReader {
  /** The job, or everything that is wrong with how it is written. Holds no memory once it has answered. */
  read(source: JobSource): Promise<Result<ReadJob, UnreadJob>>;
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
  readonly locate?: Locate;
}

/** A job that is not written as it has to be, and what could be read of it all the same. */
export interface UnreadJob {
  readonly problems: readonly Problem[];
  /** The job, when what is wrong are keys that it can be read without. */
  readonly job: Job | undefined;
  /** Otherwise the tasks whose drivers and configs could be read. */
  readonly tasks: readonly ReadTask[];
  readonly locate: Locate;
  /** Whether a path was wrong already, or depends on what was, so that nothing new can be said of it. */
  readonly isOpen: (path: string) => boolean;
}

export interface ReadTask {
  /** In the document. */
  readonly path: string;
  readonly driver: string;
  readonly config: JsonObject;
  /** Of its group's network. */
  readonly portLabels: readonly string[];
}
