/**
 * Stands for the first `$` of `$${` in the texts of a file, for as long as expressions are worked out: what a file
 * escapes has to be told from what `file()` and variables bring along, in which `$${` is three characters like any
 * other. A code point of no text, which Unicode keeps for such use.
 */
const mark = '\uFDD0';

/** Text of a file, with what it escapes marked. */
export const markEscaped = (text: string): string => text.replaceAll('$${', `${mark}{`);

/** Text in which nothing is resolved any more: what was escaped is the characters themselves. */
export const asItIs = (text: string): string => text.replaceAll(mark, '$');

/** Text whose references are resolved when the task starts, and in which what was escaped is so until then. */
export const untilRunTime = (text: string): string => asItIs(text.replaceAll(`${mark}{`, () => '$${'));

/** The same data with each text in it, keys too, as `untilRunTime` has it. */
export const allUntilRunTime = <T>(data: T): T => changed(data) as T;

function changed(data: unknown): unknown {
  if (typeof data === 'string') return untilRunTime(data);
  if (Array.isArray(data)) return data.map(changed);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [untilRunTime(key), changed(item)]));
}
