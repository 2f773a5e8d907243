import type { ReadJob } from '../../../../domain/ports/job-reader.js';
import { ok } from '../../../../domain/shared/result.js';
import type { Invocation } from '../../invocation.js';
import { allocLines } from '../../output/alloc-tables.js';
import { status } from '../../status.js';
import { withAgent } from '../../with-agent.js';

/** Hands a job that was read to the agent, and shows what became of it. */
export const submit = (invocation: Invocation, { job, warnings }: ReadJob): Promise<number> =>
  withAgent(invocation, async (agent, console) => {
    await console.warnings(warnings);
    const allocs = await agent.submit(job);
    if (!allocs.ok) return allocs;
    if (invocation.output === 'json') await console.json({ allocations: allocs.value });
    else await console.lines(allocLines(allocs.value, console.palettes.stdout));
    return ok(status.well);
  });
