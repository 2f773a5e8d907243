import { type Command, InvalidArgumentError, Option } from 'commander';

import type { Flag } from '../../app/config/settings-source.js';
import { settingKeys, settingOf } from '../../app/config/settings-table.js';

export interface GlobalOptions {
  readonly output: 'text' | 'json';
  readonly color: boolean;
  readonly config?: string;
  readonly hostVolume?: readonly string[];
}

/** Adds what can be said with any command. What is said of settings is pushed to `flags` in its order. */
export function addGlobalOptions(program: Command, flags: Flag[]): void {
  program.addOption(
    new Option('--output <form>', 'for people or for programs').choices(['text', 'json']).default('text'),
  );
  program.option('--no-color', 'no colours; NO_COLOR=1 does the same');
  program.option('--config <file>', 'file of settings; see docs/configuration.md');
  program.addOption(
    new Option('--set <key=value>', 'any setting; any number of times').argParser((text) => {
      const [key = '', ...rest] = nameAndValue(text).split('=');
      return flags.push({ flag: `--set ${key}`, key, text: rest.join('=') });
    }),
  );
  program.addOption(
    manyTimes('--host-volume <name=path>', 'a directory that jobs may mount; PATH:ro for reading only'),
  );
  for (const key of settingKeys) addSettingOption(program, key, flags);
}

function addSettingOption(program: Command, key: (typeof settingKeys)[number], flags: Flag[]): void {
  const { flag, meaning } = settingOf(key);
  if (flag === undefined) return;
  const name = flag.replace(/ .*/, '');
  program.addOption(
    new Option(flag, asDescription(meaning)).argParser((text) => flags.push({ flag: name, key, text })),
  );
}

/** A sentence of the documentation, as help texts put things. */
const asDescription = (meaning: string): string =>
  `${meaning.charAt(0).toLowerCase()}${meaning.slice(1)}`.replaceAll('`', '').replace(/\.$/, '');

/** An option whose values are collected; undefined when it was not given. */
export const manyTimes = (
  flag: string,
  description: string,
  check: (text: string) => string = (text) => text,
): Option =>
  new Option(flag, `${description}; any number of times`).argParser(
    (text, all: readonly string[] | undefined) => [...(all ?? []), check(text)],
  );

export function nameAndValue(text: string): string {
  if (/^[^=]+=/.test(text)) return text;
  throw new InvalidArgumentError('It must be NAME=VALUE.');
}
