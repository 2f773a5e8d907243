import type { Settings } from '../../app/config/settings.js';
import type { Result } from '../../domain/shared/result.js';
import type { Problem } from '../../domain/shape/problem.js';
import type { Invocation } from './invocation.js';

/** What an invocation, the environment and the file of settings say together. */
export async function settingsFor(invocation: Invocation): Promise<Result<Settings, readonly Problem[]>> {
  const { surroundings, settingsFile, flags, hostVolumes } = invocation;
  const { account } = surroundings;
  const { loadSettings } = await import('../../app/config/load-settings.js');
  const { readSettingsFile } = await import('../../app/config/settings-file.js');
  const { fileVariable } = await import('../../app/config/settings-source.js');
  const variable = account.environment[fileVariable];
  const file = await readSettingsFile(settingsFile ?? (variable === '' ? undefined : variable), account);
  return file.ok ? loadSettings({ account, file: file.value, flags, hostVolumes }) : file;
}
