import { CommanderError } from 'commander';

import type { Flag } from '../../app/config/settings-source.js';
import { addGlobalOptions, type GlobalOptions } from './global-options.js';
import type { Deed, Invocation } from './invocation.js';
import { makeProgram } from './program.js';
import { status } from './status.js';
import type { Surroundings } from './surroundings.js';

/** Does what a command line says; answers the exit status. */
export async function runCli(surroundings: Surroundings): Promise<number> {
  const flags: Flag[] = [];
  let chosen: Deed | undefined;
  // Who reads no further than `head` does breaks nothing.
  for (const outlet of [surroundings.stdout, surroundings.stderr]) outlet.on('error', () => undefined);
  const program = makeProgram(surroundings, (deed) => {
    chosen = deed;
  });
  addGlobalOptions(program, flags);
  if (surroundings.argv.length === 0) {
    program.outputHelp();
    return status.well;
  }
  try {
    program.parse(doubleDashes(surroundings.argv), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? status.well : status.failed;
    throw error;
  }
  const { output, color, config, hostVolume = [] } = program.opts<GlobalOptions>();
  const invocation: Invocation = {
    surroundings,
    output,
    color,
    settingsFile: config,
    flags,
    hostVolumes: hostVolume,
  };
  return chosen === undefined ? status.failed : perform(chosen, invocation);
}

/** What follows `--` is another program's. */
function doubleDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv.map(doubleDash) : [...argv.slice(0, end).map(doubleDash), ...argv.slice(end)];
}

/** Nomad's flags have one dash; here both are taken. */
const doubleDash = (word: string): string => (/^-[a-z][a-z-]+(=|$)/.test(word) ? `-${word}` : word);

/** What still throws is a bug: it ends the command loudly, but with the status that says so. */
async function perform(deed: Deed, invocation: Invocation): Promise<number> {
  try {
    return await deed(invocation);
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    invocation.surroundings.stderr.write(`wharf: this is a defect of wharf, please report it: ${told}\n`);
    return status.failed;
  }
}
