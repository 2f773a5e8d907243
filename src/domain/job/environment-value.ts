import { err, ok, type Result } from '../shared/result.js';

/** What a value has that makes it unreadable, and what to write instead. */
export interface ValueFault {
  readonly has: string;
  readonly instead: string;
}

/** Bare text; what stands in single and in double quotes; a comment's beginning, or a quote that has no end. */
const parts = /([^"'#]+)|'([^']*)'|"([^"\\]*(?:\\.[^"\\]*)*)"|["'#]/gs;

const belowSpace = /[^ -\u{10FFFF}]/u;

/**
 * The value of a `NAME=value` line, as Nomad reads it. Quotes may begin and end anywhere, and more than once. Outside of
 * them `#` ends the value, and blanks before it are no part of it; in double quotes a backslash begins one of JSON's
 * escapes; all else stands for itself.
 */
export function readValue(text: string): Result<string, ValueFault> {
  let value = '';
  /** How much of it would stay before a comment. */
  let kept = 0;
  for (const [whole, bare, single, double] of text.matchAll(parts)) {
    if (whole === '#') return ok(value.slice(0, kept));
    if (belowSpace.test(whole)) return err(controlCharacter);
    const part = double === undefined ? ok(bare ?? single) : unescape(double);
    if (!part.ok) return part;
    if (part.value === undefined) return err(openQuote(whole));
    const solid = bare === undefined ? part.value : bare.replace(/ +$/, '');
    if (solid !== '') kept = value.length + solid.length;
    value += part.value;
  }
  return ok(value);
}

function unescape(text: string): Result<string, ValueFault> {
  if (!/^(?:[^\\]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*$/.test(text)) return err(badEscape);
  const plain = JSON.parse(`"${text}"`) as string;
  // Half of a pair is no character.
  return /\p{Surrogate}/u.test(plain) ? err(badEscape) : ok(plain);
}

const controlCharacter: ValueFault = {
  has: 'a control character',
  instead: String.raw`write it as an escape in double quotes, such as "\t"`,
};

const badEscape: ValueFault = {
  has: 'an escape that is none of JSON',
  instead: String.raw`write "\\" for a backslash, or use single quotes`,
};

const openQuote = (quote: string): ValueFault => ({
  has: `a ${quote} without its end`,
  instead: String.raw`a value ends with its line: write "\n" for a newline, and \" or "'" for a quote`,
});
