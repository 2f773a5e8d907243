import { ok } from '../../../../domain/shared/result.js';
import type { Invocation } from '../../invocation.js';
import { status } from '../../status.js';
import { withAgent } from '../../with-agent.js';

/** Says all that is known of an allocation, an instance or an attempt. */
export const explain = (invocation: Invocation, [id = '']: readonly string[]): Promise<number> =>
  withAgent(invocation, async (agent, console) => {
    const explained = await agent.explain(id, new AbortController().signal);
    if (!explained.ok) return explained;
    const { about, id: whole, sentences } = explained.value;
    if (invocation.output === 'json') await console.json(explained.value);
    else await console.lines([console.palettes.stdout.bold(`${about} ${whole}`), ...sentences.map(below)]);
    return ok(status.well);
  });

const below = (sentence: string): string => `  ${sentence}`;
