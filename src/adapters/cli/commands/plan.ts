import type { Invocation, JobArguments } from '../invocation.js';
import { jobSource } from '../job-source.js';
import { planLines } from '../output/plan-lines.js';
import { status } from '../status.js';
import { withApp } from '../with-app.js';

/** Shows what a run would make. */
export const plan = (invocation: Invocation, args: JobArguments): Promise<number> =>
  withApp(invocation, async (app, console) => {
    const read = await app.readJob(jobSource(args, invocation));
    const planned = read.ok ? await app.planJob(read.value) : read;
    if (!planned.ok) {
      if (invocation.output === 'json') await console.json({ problems: planned.error });
      await console.problems(planned.error);
      return status.failed;
    }
    if (read.ok) await console.warnings(read.value.warnings);
    if (invocation.output === 'json') await console.json(planned.value);
    else await console.lines(planLines(planned.value, console.palettes.stdout));
    return status.well;
  });
