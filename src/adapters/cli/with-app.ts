import type { App } from '../../app/app.js';
import type { Failure } from '../../domain/model/report.js';
import type { Invocation } from './invocation.js';
import { Console } from './output/console.js';
import { settingsFor } from './settings-for.js';
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

function failureOf(error: unknown): Failure {
  const { message, remedy } = error as Partial<Failure>;
  return { message: message ?? String(error), remedy };
}
