import type { NumberedEvent } from '../../../domain/model/event.js';
import { eventWords } from '../../../domain/model/event-words.js';
import type { Explanation } from '../../agent.js';

/** Of an allocation that is kept no more, its events are all that is known. */
export const ofPurged = (alloc: string, events: readonly NumberedEvent[]): Explanation => ({
  about: 'allocation',
  id: alloc,
  sentences: [
    `${events.at(-1)?.event.allocName ?? alloc} is kept no more: it was purged.`,
    ...historyOf(events),
  ],
  facts: { events },
});

/** What happened to it, each with its time, as far as it is worth a sentence. */
export const historyOf = (events: readonly NumberedEvent[]): readonly string[] =>
  events.flatMap(({ event: { at, task, what } }) => {
    const words = eventWords(what);
    return words === undefined ? [] : [`${new Date(at).toISOString()} task ${task}: ${words}`];
  });
