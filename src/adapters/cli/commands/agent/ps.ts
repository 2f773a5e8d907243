import { ok } from '../../../../domain/shared/result.js';
import type { Invocation } from '../../invocation.js';
import { allocLines } from '../../output/alloc-tables.js';
import { status } from '../../status.js';
import { withAgent } from '../../with-agent.js';

/** Lists what the agent keeps. */
export const ps = (invocation: Invocation): Promise<number> =>
  withAgent(invocation, async (agent, console) => {
    const all = await agent.allocations();
    if (!all.ok) return all;
    if (invocation.output === 'json') await console.json({ allocations: all.value });
    else await console.lines(allocLines(all.value, console.palettes.stdout));
    return ok(status.well);
  });
