import { Command } from 'commander';

import { agentCommands } from './agent-commands.js';
import type { AgentArguments } from './commands/agent.js';
import type { Deed } from './invocation.js';
import { addJobCommands } from './job-commands.js';
import type { Surroundings } from './surroundings.js';

const example = `
Examples:
  wharf run examples/hello.nomad.hcl
  wharf run -var greeting=hi --set raw_exec.enabled=true job.nomad.hcl
  wharf validate job.nomad.hcl
`;

/**
 * The commands. Each is loaded when it is called for: `wharf version` does not wait until an engine's client is read.
 * `choose` is called with what was asked for.
 */
export function makeProgram({ stdout, stderr }: Surroundings, choose: (deed: Deed) => void): Command {
  const program = new Command('wharf')
    .description(
      'Runs Nomad job files on this host: containers on a Docker Engine, isolated processes on Linux.',
    )
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'wharf: '));
      },
    })
    .helpCommand('help [command]', 'show what a command does')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', example)
    .exitOverride();
  addJobCommands(program, choose);
  for (const add of agentCommands) add(program, choose);
  program
    .command('agent')
    .description('keep jobs running on this host, until a signal ends it')
    .option(
      '--drain',
      'stop all tasks in order at the end; otherwise they go on, and the next agent takes them up',
    )
    .option('--check', 'only say whether the settings are valid; nothing is begun')
    .addHelpText(
      'after',
      '\nEnds with 125 when a setting is wrong, or another agent has the state directory.\n',
    )
    .action(({ drain = false, check = false }: Partial<AgentArguments>) => {
      choose(async (invocation) => (await import('./commands/agent.js')).agent(invocation, { drain, check }));
    });
  program
    .command('doctor')
    .description('say what this host has and lacks for each driver, and what mends it')
    .addHelpText('after', '\nEnds with 0 when at least one driver can run tasks, otherwise with 125.\n')
    .action(() => {
      choose(async (invocation) => (await import('./commands/doctor.js')).doctor(invocation));
    });
  program
    .command('version')
    .description('say which version this is')
    .action(() => {
      choose(async (invocation) => (await import('./commands/version.js')).version(invocation));
    });
  return program;
}
