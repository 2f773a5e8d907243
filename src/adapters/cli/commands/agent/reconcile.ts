import { ok } from '../../../../domain/shared/result.js';
import type { Invocation } from '../../invocation.js';
import { isAllDone, reconcileLines } from '../../output/reconcile-table.js';
import { status } from '../../status.js';
import { withAgent } from '../../with-agent.js';

interface ReconcileOptions {
  readonly dryRun?: boolean;
  readonly timeout?: number;
}

/** Has the agent go over every object on the host, and shows what it made of each. */
export const reconcile = (
  invocation: Invocation,
  _args: readonly string[],
  { dryRun = false, timeout }: ReconcileOptions,
): Promise<number> =>
  withAgent(
    invocation,
    async (agent, console) => {
      const reports = await agent.reconcile(dryRun, new AbortController().signal);
      if (!reports.ok) return reports;
      if (invocation.output === 'json') await console.json({ runtimes: reports.value });
      else await console.lines(reconcileLines(reports.value, console.palettes.stdout));
      return ok(isAllDone(reports.value) ? status.well : status.failed);
    },
    timeout === undefined ? {} : { workMs: timeout },
  );
