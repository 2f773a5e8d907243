import type { RunningAgent } from '../../../app/running-agent.js';
import type { RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Problem } from '../../../domain/shape/problem.js';
import { Interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { Console } from '../output/console.js';
import { status } from '../status.js';
import { settingsFor } from '../settings-for.js';

export interface AgentArguments {
  /** Whether its end is the end of its tasks. */
  readonly drain: boolean;
  /** Only to say whether its settings are valid. */
  readonly check: boolean;
}

/** Runs an agent until a signal ends it: its tasks go on, unless they are to be drained. */
export async function agent(invocation: Invocation, { drain, check }: AgentArguments): Promise<number> {
  const console = new Console(invocation);
  const asked = new AbortController();
  const interruption = new Interruption(invocation.surroundings, () => {
    asked.abort();
  });
  try {
    const settings = await settingsFor(invocation);
    if (!settings.ok) return await wrong(settings.error, console);
    if (check) return await valid(console);
    const opened = await invocation.surroundings.hostAgent(settings.value);
    if (opened.ok) return await live(opened.value, { console, asked: asked.signal, drain });
    await console.failure({ message: opened.error.message, remedy: opened.error.remedy });
    return status.failed;
  } finally {
    interruption.end();
  }
}

async function wrong(problems: readonly Problem[], console: Console): Promise<number> {
  await console.problems(problems);
  return status.failed;
}

async function valid(console: Console): Promise<number> {
  await console.lines([`${console.palettes.stdout.good('ok')}: the settings are valid`]);
  return status.well;
}

interface Life {
  readonly console: Console;
  readonly asked: AbortSignal;
  readonly drain: boolean;
}

async function live(running: RunningAgent, { console, asked, drain }: Life): Promise<number> {
  await Promise.race([running.start(), aborted(asked)]);
  if (!asked.aborted) {
    const served = await running.serve();
    if (!served.ok) return unserved(running, served.error, console);
    await console.stderr.write(`wharf: ${sumOf(running, 'goes on with')}\n`);
  }
  await aborted(asked);
  const left = drain ? await running.drain() : [];
  for (const failure of left) await console.failure(failure);
  if (!drain) await console.stderr.write(`wharf: ${sumOf(running, 'leaves running')}\n`);
  await running.leave();
  return left.length === 0 ? status.well : status.failed;
}

async function unserved(
  running: RunningAgent,
  { message, remedy }: RuntimeFault,
  console: Console,
): Promise<number> {
  await console.failure({ message, remedy });
  await running.leave();
  return status.failed;
}

/** Such as `leaves running 2 allocations`. */
function sumOf({ agent: kept }: RunningAgent, words: string): string {
  const live = kept.allocations().filter(({ wanted }) => wanted).length;
  return `the agent ${words} ${live.toString()} allocation${live === 1 ? '' : 's'}`;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const heard = (): void => {
      resolve();
    };
    if (signal.aborted) heard();
    else signal.addEventListener('abort', heard, { once: true });
  });
