import type { Value } from './syntax.js';

/** What Go escapes so that HTML can hold the text, and two line breaks that only JSON takes for none. */
const delicate = /[<>&\u2028\u2029]/g;

/** JSON as Go writes it. */
export const toJson = (value: Value): string =>
  JSON.stringify(value).replace(
    delicate,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
