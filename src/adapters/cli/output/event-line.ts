import type { NumberedEvent } from '../../../domain/model/event.js';
import { eventWords, isBad } from '../../../domain/model/event-words.js';
import { shortId } from '../../../domain/model/ids.js';
import { momentText } from './moment.js';
import type { Palette } from './palette.js';

/** One event of any task: when, whose, what. */
export function eventLine({ event }: NumberedEvent, { bad, dim }: Palette): string {
  const { at, alloc, allocName, task, what } = event;
  const words = eventWords(what) ?? what.type;
  const whose = `${shortId(alloc)} ${allocName}/${task}:`;
  return `${dim(momentText(at))} ${whose} ${isBad(what) ? bad(words) : words}`;
}
