import { askedBinds, mountWarnings } from '../../domain/job/asked-binds.js';
import { ignoredOptions } from '../../domain/job/ignored-options.js';
import { type JobContext, validateJob } from '../../domain/job/validate-job.js';
import { driverProblems } from '../../domain/job/validate-task.js';
import type { Job } from '../../domain/model/job.js';
import { networkWarnings } from '../../domain/network/network-warnings.js';
import type { JobReader, JobSource, ReadJob, UnreadJob } from '../../domain/ports/job-reader.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { positioned, type Problem, problemsBelow } from '../../domain/shape/problem.js';
import type { JudgeMounts } from './judge-mounts.js';

/** How a job's mounts are judged by the mounts of the host. */
export interface MountJudging {
  readonly judge: Pick<JudgeMounts, 'judge'>;
  /** Where the directory of any task would lie: paths that are relative to it lead below. */
  readonly taskRoot: string;
}

const warningsOf = (job: Job, context: JobContext): readonly string[] => [
  ...ignoredOptions(job, context.drivers),
  ...mountWarnings(job, context),
  ...networkWarnings(job, context.drivers),
];

/** Reads a job and judges it as far as that is possible without making anything; of the host it sees the mounts alone. */
export class CheckJob {
  readonly #reader: JobReader;
  readonly #context: JobContext;
  readonly #mounts: MountJudging | undefined;

  constructor(reader: JobReader, context: JobContext, mounts?: MountJudging) {
    this.#reader = reader;
    this.#context = context;
    this.#mounts = mounts;
  }

  /** The job, or everything that is wrong with it: what is written wrong keeps nothing else from being judged. */
  async check(source: JobSource): Promise<Result<ReadJob, readonly Problem[]>> {
    const read = await this.#reader.read(source);
    if (!read.ok) return err([...read.error.problems, ...this.#judge(read.error)]);
    const { job, locate, warnings } = read.value;
    const problems = [...validateJob(job, this.#context), ...(await this.#judgeMounts(job))];
    if (problems.length > 0) return err(problems.map(positioned(locate)));
    return ok({ ...read.value, warnings: [...warnings, ...warningsOf(job, this.#context)] });
  }

  /** Where nobody can tell, it is told when the task starts. */
  async #judgeMounts(job: Job): Promise<readonly Problem[]> {
    if (this.#mounts === undefined) return [];
    const { judge, taskRoot } = this.#mounts;
    const never = new AbortController().signal;
    const found: Problem[] = [];
    for (const group of job.groups)
      for (const task of group.tasks) {
        const judged = await judge.judge(
          task.driver,
          askedBinds(task, group, this.#context, taskRoot),
          never,
        );
        const path = `job.${job.id}.group.${group.name}.task.${task.name}`;
        found.push(...problemsBelow(path, judged.ok ? judged.value : []));
      }
    return found;
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
