import type { NumberedEvent } from '../../domain/model/event.js';

/** So long after one event the next of those that had happened before is there. */
const quietMs = 500;

/**
 * The events that had happened when they were asked for. Nobody says which is the last: none comes for a while. Then
 * `enough` is aborted, which ends the events.
 */
export async function* untilQuiet(
  events: AsyncIterable<NumberedEvent>,
  enough: AbortController,
): AsyncGenerator<NumberedEvent> {
  const begun = Date.now();
  let timer = setTimeout(() => enough.abort(), quietMs);
  try {
    for await (const event of events) {
      clearTimeout(timer);
      if (event.event.at > begun) return;
      yield event;
      timer = setTimeout(() => enough.abort(), quietMs);
    }
  } finally {
    clearTimeout(timer);
    enough.abort();
  }
}
