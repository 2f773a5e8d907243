import { type Command, Option } from 'commander';

import { manyTimes, nameAndValue } from './global-options.js';
import type { Deed, Invocation, JobArguments } from './invocation.js';

interface JobCommand {
  readonly name: string;
  readonly description: string;
  /** Below the list of options. */
  readonly help: string;
  readonly options?: readonly Option[];
  readonly load: () => Promise<(invocation: Invocation, args: JobArguments) => Promise<number>>;
}

const commands: readonly JobCommand[] = [
  {
    name: 'run',
    description: 'run a job in the foreground, until it ends or Ctrl-C stops it',
    options: [new Option('-d, --detach', 'hand it to the agent, and end once that has taken it on')],
    help: `
Each task's output stands behind its name, line by line. Ctrl-C stops all tasks in
their order, a second Ctrl-C kills them. With --output json standard output has one
JSON object per line, whose "kind" is output, event, warning, problem or report.

Ends with the task's own status when there is one main task, otherwise with 0 or
that of the first task that failed; with 125 when wharf itself failed, and with 130
when it was told to stop.

With --detach it ends at once: the allocations are the agent's from then on, and
wharf status, logs and stop go on with them.

Example:
  wharf run -var greeting=hi job.nomad.hcl
`,
    load: async () => (await import('./commands/run.js')).run,
  },
  {
    name: 'validate',
    description: 'say everything that is wrong with a job file',
    help: '\nEnds with 0 when nothing is wrong, otherwise with 125.\n\nExample:\n  wharf validate job.nomad.hcl\n',
    load: async () => (await import('./commands/validate.js')).validate,
  },
  {
    name: 'plan',
    description: 'show what a run would make, without making it',
    help: '\nWhat looks like a secret is masked.\n\nExample:\n  wharf plan -var version=2 job.nomad.hcl\n',
    load: async () => (await import('./commands/plan.js')).plan,
  },
];

interface JobOptions {
  readonly var?: readonly string[];
  readonly varFile?: readonly string[];
  readonly detach?: boolean;
}

export function addJobCommands(program: Command, choose: (deed: Deed) => void): void {
  for (const { name, description, help, options = [], load } of commands) {
    const added = program
      .command(name)
      .description(description)
      .argument('<job>', 'job file, in HCL or, ending in .json, as JSON; - is standard input')
      .addOption(manyTimes('--var <name=value>', 'a variable of the job', nameAndValue))
      .addOption(manyTimes('--var-file <file>', 'a file of variables'))
      .addHelpText('after', help);
    for (const option of options) added.addOption(option);
    added.action((path: string, given: JobOptions) => {
      const { var: variables = [], varFile: variableFiles = [], detach = false } = given;
      choose(async (invocation) => (await load())(invocation, { path, variables, variableFiles, detach }));
    });
  }
}
