import { type Command, InvalidArgumentError, Option } from 'commander';

import { parseDuration } from '../../domain/shared/duration.js';
import { parseSignal, type SignalName } from '../../domain/model/signals.js';
import type { Deed, Invocation } from './invocation.js';

/** A command that asks an agent. */
export interface AgentCommand<Options> {
  /** Its name and its arguments. */
  readonly usage: string;
  readonly description: string;
  readonly options?: readonly Option[];
  /** Below the list of options. */
  readonly help: string;
  readonly load: () => Promise<
    (invocation: Invocation, args: readonly string[], options: Options) => Promise<number>
  >;
}

export type AddCommand = (program: Command, choose: (deed: Deed) => void) => void;

export const agentCommand =
  <Options extends object>({
    usage,
    description,
    options = [],
    help,
    load,
  }: AgentCommand<Options>): AddCommand =>
  (program, choose) => {
    const added = program.command(usage).description(description).addHelpText('after', `\n${help}\n`);
    for (const option of options) added.addOption(option);
    added.action(() => {
      choose(async (invocation) => (await load())(invocation, added.args, added.opts<Options>()));
    });
  };

export const followOption = (what: string): Option => new Option('-f, --follow', what);

export const timeoutOption = (): Option =>
  new Option('--timeout <duration>', 'how long to wait for the agent (default: 10m)').argParser((text) => {
    const ms = parseDuration(text);
    if (ms !== undefined && ms > 0) return ms;
    throw new InvalidArgumentError('It must be a duration such as 90s.');
  });

export const countOption = (flag: string, what: string): Option =>
  new Option(flag, what).argParser((text) => {
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw new InvalidArgumentError('It must be a whole number.');
  });

export const signalOption = (): Option =>
  new Option('-s, --signal <name>', 'which one, such as SIGHUP')
    .argParser((text): SignalName => {
      const name = parseSignal(text);
      if (name !== undefined) return name;
      throw new InvalidArgumentError('It must be a signal such as SIGHUP.');
    })
    .makeOptionMandatory();
