import type { NumberedEvent } from '../../../../domain/model/event.js';
import { ok } from '../../../../domain/shared/result.js';
import type { Invocation } from '../../invocation.js';
import { eventLine } from '../../output/event-line.js';
import { status } from '../../status.js';
import { untilQuiet } from '../../until-quiet.js';
import { whileWanted } from '../../while-wanted.js';
import { withAgent } from '../../with-agent.js';

interface EventsOptions {
  readonly follow?: boolean;
  readonly after?: number;
}

/** Tells what has happened, and with `follow` what happens. */
export const events = (
  invocation: Invocation,
  _args: readonly string[],
  { follow = false, after = 0 }: EventsOptions,
): Promise<number> =>
  withAgent(invocation, (agent, console) =>
    whileWanted(invocation, console, async (signal) => {
      const enough = new AbortController();
      const told = await agent.events(after, AbortSignal.any([signal, enough.signal]));
      if (!told.ok) return told;
      const line = invocation.output === 'json' ? jsonLine : eventLine;
      for await (const event of follow ? told.value : untilQuiet(told.value, enough))
        await console.stdout.write(`${line(event, console.palettes.stdout)}\n`);
      return ok(status.well);
    }),
  );

const jsonLine = ({ number, event: { what, ...rest } }: NumberedEvent): string =>
  JSON.stringify({ kind: 'event', number, ...rest, event: what });
