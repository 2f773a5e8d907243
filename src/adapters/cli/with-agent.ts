import { type AgentClient, LostAgent, type Patience, usualPatience } from '../../app/agent-client.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { Invocation } from './invocation.js';
import { Console } from './output/console.js';
import { settingsFor } from './settings-for.js';
import { status } from './status.js';

/** Asks the agent that the settings of this invocation lead to. Answers the exit status. */
export async function withAgent(
  invocation: Invocation,
  ask: (agent: AgentClient, console: Console) => Answer<number>,
  patience: Partial<Patience> = {},
): Promise<number> {
  const console = new Console(invocation);
  const settings = await settingsFor(invocation);
  if (!settings.ok) {
    await console.problems(settings.error);
    return status.failed;
  }
  const agent = await invocation.surroundings.openAgent(settings.value, { ...usualPatience, ...patience });
  try {
    const answer = await ask(agent, console);
    if (answer.ok) return answer.value;
    await console.fault(answer.error);
  } catch (error) {
    if (!(error instanceof LostAgent)) throw error;
    await console.failure({ message: error.message, remedy: 'look at its log; then ask again' });
  }
  return status.failed;
}
