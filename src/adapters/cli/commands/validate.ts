import type { Invocation, JobArguments } from '../invocation.js';
import { jobSource } from '../job-source.js';
import { status } from '../status.js';
import { withApp } from '../with-app.js';

/** Says everything that is wrong with a job, and what of it is not done here. */
export const validate = (invocation: Invocation, args: JobArguments): Promise<number> =>
  withApp(invocation, async (app, console) => {
    const read = await app.readJob(jobSource(args, invocation));
    const problems = read.ok ? [] : read.error;
    const warnings = read.ok ? read.value.warnings : [];
    if (invocation.output === 'json') await console.json({ valid: read.ok, problems, warnings });
    await console.problems(problems);
    await console.warnings(warnings);
    if (!read.ok) return status.failed;
    if (invocation.output === 'text') {
      const { good } = console.palettes.stdout;
      await console.lines([`${good('ok')}: ${args.path} is a valid job file: ${contentsOf(read.value.job)}`]);
    }
    return status.well;
  });

function contentsOf({
  name,
  groups,
}: {
  readonly name: string;
  readonly groups: readonly { readonly tasks: readonly unknown[] }[];
}): string {
  const tasks = groups.reduce((sum, group) => sum + group.tasks.length, 0);
  return `job "${name}" with ${count(groups.length, 'group')} and ${count(tasks, 'task')}`;
}

const count = (number: number, what: string): string =>
  `${number.toString()} ${what}${number === 1 ? '' : 's'}`;
