import type { IncomingMessage, ServerResponse } from 'node:http';

/** What goes wrong with one event: it is lost, comes twice, comes after the one that follows it, or is where the stream breaks off. */
export type EventFault = 'drop' | 'double' | 'reorder' | 'cut';

/** Passes a stream of events on, one event per line, each with the fault that is its turn. */
export function spoilEvents(
  response: IncomingMessage,
  outgoing: ServerResponse,
  nextFault: () => EventFault | undefined,
): void {
  let rest = '';
  let held = '';
  const pass = (line: string): void => {
    const fault = nextFault();
    if (fault === 'cut') outgoing.write(line.slice(0, line.length / 2), () => outgoing.destroy());
    else if (fault === 'reorder') held += line;
    else if (fault !== 'drop') {
      outgoing.write(fault === 'double' ? line + line : line);
      outgoing.write(held);
      held = '';
    }
  };
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) pass(`${line}\n`);
  });
  response.on('end', () => outgoing.end(held));
}
