import type { App } from '../../../app/app.js';
import { exitStatusOf } from '../../../domain/job/exit-status.js';
import type { Job } from '../../../domain/model/job.js';
import type { Problem } from '../../../domain/shape/problem.js';
import { Interruption } from '../interruption.js';
import type { Invocation, JobArguments } from '../invocation.js';
import { jobSource } from '../job-source.js';
import type { Console } from '../output/console.js';
import { JsonView } from '../output/json-view.js';
import { labelsFor } from '../output/labels.js';
import type { RunView } from '../output/run-view.js';
import { TextView } from '../output/text-view.js';
import { status } from '../status.js';
import { withApp } from '../with-app.js';

/** Runs a job, or hands it to an agent. */
export const run = (invocation: Invocation, args: JobArguments): Promise<number> =>
  args.detach ? detach(invocation, args) : runHere(invocation, args);

/** Only what a run here would refuse is refused before the agent is asked. */
const detach = (invocation: Invocation, args: JobArguments): Promise<number> =>
  withApp(invocation, async (app, console) => {
    const read = await app.readJob(jobSource(args, invocation));
    if (!read.ok) return refuse(read.error, invocation, console);
    return (await import('./agent/submit.js')).submit(invocation, read.value);
  });

/** In the foreground until it ends, is told to stop, or nobody reads its output any more. */
async function runHere(invocation: Invocation, args: JobArguments): Promise<number> {
  const { surroundings } = invocation;
  const interruption = new Interruption(surroundings, () => {
    surroundings.stderr.write('wharf: stopping all tasks in order; once more kills them\n');
  });
  try {
    return await withApp(invocation, (app, console) =>
      runWith(app, console, { invocation, args, interruption }),
    );
  } finally {
    interruption.end();
  }
}

interface Asked {
  readonly invocation: Invocation;
  readonly args: JobArguments;
  readonly interruption: Interruption;
}

async function runWith(
  app: App,
  console: Console,
  { invocation, args, interruption }: Asked,
): Promise<number> {
  const read = await app.readJob(jobSource(args, invocation));
  if (!read.ok) return refuse(read.error, invocation, console);
  const { job, warnings } = read.value;
  const view = viewFor(job, invocation, console);
  for (const warning of warnings) view.warn(warning);
  const { control } = interruption;
  if (control.stop.aborted) return status.interrupted;
  console.stdout.gone.addEventListener('abort', () => {
    interruption.stop();
  });
  const report = await app.runJob(read.value, view, control);
  // Nothing is left to be stopped: whoever waits for a slow reader may leave.
  interruption.end();
  const exitStatus = exitStatusOf(report);
  await view.finish(report, exitStatus);
  return exitStatus;
}

function viewFor(job: Job, { output }: Invocation, { stdout, stderr, palettes }: Console): RunView {
  return output === 'json'
    ? new JsonView(stdout)
    : new TextView({ sinks: { stdout, stderr }, palettes, labels: labelsFor(job) });
}

async function refuse(
  problems: readonly Problem[],
  { output }: Invocation,
  console: Console,
): Promise<number> {
  if (output === 'json')
    await console.stdout.write(
      problems.map((found) => `${JSON.stringify({ kind: 'problem', ...found })}\n`).join(''),
    );
  await console.problems(problems);
  return status.failed;
}
