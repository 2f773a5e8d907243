import type { AgentClient } from '../../../../app/agent-client.js';
import type { AllocStatus } from '../../../../app/agent.js';
import type { SignalName } from '../../../../domain/model/signals.js';
import type { Answer } from '../../../../domain/ports/runtime.js';
import { ok } from '../../../../domain/shared/result.js';
import { findAlloc } from '../../find-alloc.js';
import type { Invocation } from '../../invocation.js';
import { status } from '../../status.js';
import { withAgent } from '../../with-agent.js';

interface Timed {
  readonly timeout?: number;
}

export const sendSignal = (
  invocation: Invocation,
  [prefix = '', task]: readonly string[],
  { signal: name }: { readonly signal: SignalName },
): Promise<number> =>
  change(invocation, prefix, {
    did: `sent ${name} to ${task ?? 'all tasks'} of`,
    ask: (agent, { id }) => agent.signal(id, task, name, new AbortController().signal),
  });

export const restart = (
  invocation: Invocation,
  [prefix = '', task]: readonly string[],
  { timeout }: Timed,
): Promise<number> =>
  change(invocation, prefix, {
    did: `restarted ${task ?? 'all tasks'} of`,
    ask: (agent, { id }) => agent.restart(id, task),
    timeout,
  });

export const stop = (
  invocation: Invocation,
  [prefix = '']: readonly string[],
  { purge = false, timeout }: Timed & { readonly purge?: boolean },
): Promise<number> =>
  change(invocation, prefix, {
    did: purge ? 'stopped and forgot' : 'stopped',
    ask: (agent, { id }) => agent.stop(id, purge),
    timeout,
  });

interface Change {
  /** In words that the allocation follows. */
  readonly did: string;
  readonly ask: (agent: AgentClient, alloc: AllocStatus) => Answer<undefined>;
  readonly timeout?: number | undefined;
}

/** Changes something about one allocation, and says so once it is done. */
const change = (invocation: Invocation, prefix: string, { did, ask, timeout }: Change): Promise<number> =>
  withAgent(
    invocation,
    async (agent, console) => {
      const alloc = await findAlloc(agent, prefix);
      if (!alloc.ok) return alloc;
      const done = await ask(agent, alloc.value);
      if (!done.ok) return done;
      const { id, name } = alloc.value;
      if (invocation.output === 'json') await console.json({ alloc: id, allocName: name, did });
      else await console.lines([`${did} ${name} (${id})`]);
      return ok(status.well);
    },
    timeout === undefined ? {} : { workMs: timeout },
  );
