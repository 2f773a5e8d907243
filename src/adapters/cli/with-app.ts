import type { App } from '../../app/app.js';
import type { Settings } from '../../app/config/settings.js';
import type { Failure } from '../../domain/model/report.js';
import type { Result } from '../../domain/shared/result.js';
import type { Problem } from '../../domain/shape/problem.js';
import type { Invocation } from './invocation.js';
import { Console } from './output/console.js';
import { status } from './status.js';

/** Does something with an app made by the settings of this invocation, and closes it. Answers the exit status. */
export async function withApp(
  invocation: Invocation,
  act: (app: App, console: Console) => Promise<number>,
): Promise<number> {
  const console = new Console(invocation);
  const settings = await settingsFor(invocation);
  if (!settings.ok) {
    await console.problems(settings.error);
    return status.failed;
  }
  let app: App;
  try {
    app = await invocation.surroundings.openApp(settings.value);
  } catch (error) {
    await console.failure(failureOf(error));
    return status.failed;
  }
  try {
    return await act(app, console);
  } finally {
    await app.close();
  }
}

async function settingsFor(invocation: Invocation): Promise<Result<Settings, readonly Problem[]>> {
  const { surroundings, settingsFile, flags, hostVolumes } = invocation;
  const { account } = surroundings;
  const { loadSettings } = await import('../../app/config/load-settings.js');
  const { readSettingsFile } = await import('../../app/config/settings-file.js');
  const { fileVariable } = await import('../../app/config/settings-source.js');
  const variable = account.environment[fileVariable];
  const file = await readSettingsFile(settingsFile ?? (variable === '' ? undefined : variable), account);
  return file.ok ? loadSettings({ account, file: file.value, flags, hostVolumes }) : file;
}

function failureOf(error: unknown): Failure {
  const { message, remedy } = error as Partial<Failure>;
  return { message: message ?? String(error), remedy };
}
