import { type JobContext, validateJob } from '../../domain/job/validate-job.js';
import type { JobReader, JobSource, ReadJob } from '../../domain/ports/job-reader.js';
import { err, type Result } from '../../domain/shared/result.js';
import type { Position, Problem } from '../../domain/shape/problem.js';

/** Reads a job and judges it as far as that is possible without the host. */
export class CheckJob {
  readonly #reader: JobReader;
  readonly #context: JobContext;

  constructor(reader: JobReader, context: JobContext) {
    this.#reader = reader;
    this.#context = context;
  }

  async check(source: JobSource): Promise<Result<ReadJob, readonly Problem[]>> {
    const read = await this.#reader.read(source);
    if (!read.ok) return read;
    const { job, locate } = read.value;
    const problems = validateJob(job, this.#context);
    return problems.length === 0
      ? read
      : err(problems.map((found) => positioned(found, locate?.(found.path))));
  }
}

const positioned = (found: Problem, position: Position | undefined): Problem =>
  position === undefined ? found : { ...found, position };
