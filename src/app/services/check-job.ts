import { ignoredOptions } from '../../domain/job/ignored-options.js';
import { type JobContext, validateJob } from '../../domain/job/validate-job.js';
import { driverProblems } from '../../domain/job/validate-task.js';
import type { JobReader, JobSource, ReadJob, UnreadJob } from '../../domain/ports/job-reader.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { positioned, type Problem, problemsBelow } from '../../domain/shape/problem.js';

/** Reads a job and judges it as far as that is possible without the host. */
export class CheckJob {
  readonly #reader: JobReader;
  readonly #context: JobContext;

  constructor(reader: JobReader, context: JobContext) {
    this.#reader = reader;
    this.#context = context;
  }

  /** The job, or everything that is wrong with it: what is written wrong keeps nothing else from being judged. */
  async check(source: JobSource): Promise<Result<ReadJob, readonly Problem[]>> {
    const read = await this.#reader.read(source);
    if (!read.ok) return err([...read.error.problems, ...this.#judge(read.error)]);
    const { job, locate, warnings } = read.value;
    const problems = validateJob(job, this.#context);
    if (problems.length > 0) return err(problems.map(positioned(locate)));
    return ok({ ...read.value, warnings: [...warnings, ...ignoredOptions(job, this.#context.drivers)] });
  }

  #judge({ job, tasks, isOpen, locate }: UnreadJob): readonly Problem[] {
    const problems =
      job === undefined
        ? tasks.flatMap((task) =>
            problemsBelow(task.path, driverProblems(task, task.portLabels, this.#context.drivers)),
          )
        : validateJob(job, this.#context);
    return problems.filter(({ path }) => !isOpen(path)).map(positioned(locate));
  }
}
