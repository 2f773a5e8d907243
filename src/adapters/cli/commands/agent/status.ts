import { ok } from '../../../../domain/shared/result.js';
import { findAlloc } from '../../find-alloc.js';
import type { Invocation } from '../../invocation.js';
import { allocReport } from '../../output/alloc-tables.js';
import { status } from '../../status.js';
import { withAgent } from '../../with-agent.js';

/** Shows one allocation and its tasks. */
export const showStatus = (invocation: Invocation, [prefix = '']: readonly string[]): Promise<number> =>
  withAgent(invocation, async (agent, console) => {
    const alloc = await findAlloc(agent, prefix);
    if (!alloc.ok) return alloc;
    if (invocation.output === 'json') await console.json(alloc.value);
    else await console.lines(allocReport(alloc.value, console.palettes.stdout));
    return ok(status.well);
  });
