import { ok } from '../../../../domain/shared/result.js';
import { findAlloc } from '../../find-alloc.js';
import type { Invocation } from '../../invocation.js';
import { status } from '../../status.js';
import { whileWanted } from '../../while-wanted.js';
import { withAgent } from '../../with-agent.js';

interface LogsOptions {
  readonly follow?: boolean;
  readonly tail?: number;
  readonly stderr?: boolean;
}

/** Gives out what a task printed, as it printed it. */
export const logs = (
  invocation: Invocation,
  [prefix = '', task = '']: readonly string[],
  { follow = false, tail, stderr = false }: LogsOptions,
): Promise<number> =>
  withAgent(invocation, (agent, console) =>
    whileWanted(invocation, console, async (signal) => {
      const alloc = await findAlloc(agent, prefix);
      if (!alloc.ok) return alloc;
      const wish = { stream: stderr ? 'stderr' : 'stdout', tailLines: tail, follow } as const;
      const output = await agent.logs(alloc.value.id, task, wish, signal);
      if (!output.ok) return output;
      for await (const bytes of output.value) await console.stdout.write(bytes);
      return ok(status.well);
    }),
  );
