import { HclError } from '../syntax/hcl-error.js';
import { exactNumber, type NumberValue, parseDecimal } from '../values/number-value.js';
import type { Value } from '../values/value.js';

const tokens = /"(?:[^"\\]+|\\.)*"|-?\d[\d.eE+-]*/g;

/** What a number is written as while `JSON.parse` would lose digits of it; no text that people write begins so. */
const mark = '\0number ';

/** The value of a JSON text, with all digits of its numbers. Throws a SyntaxError for any other text. */
export function parseJsonValue(text: string): Value {
  const read = JSON.parse(text) as Value;
  const marked = text.replace(tokens, (token, start: number) =>
    token.startsWith('"') || typeof numberAt(token, start) === 'number'
      ? token
      : JSON.stringify(mark + token),
  );
  return marked === text ? read : (JSON.parse(marked, unmarked) as Value);
}

const unmarked = (_: string, value: unknown): unknown =>
  typeof value === 'string' && value.startsWith(mark) ? numberAt(value.slice(mark.length), 0) : value;

function numberAt(token: string, start: number): NumberValue {
  const decimal = parseDecimal(token);
  const number = decimal === undefined ? undefined : exactNumber(decimal);
  if (number !== undefined) return number;
  const range = { start, end: start + token.length };
  throw new HclError(`holds ${token}, which has more digits than are kept`, range, 'put it in quotes');
}
