import { lookup } from '../../../../domain/shared/record.js';
import { posix } from './classes.js';
import { characterEscape, classEscape, literal } from './escapes.js';
import type { PatternText } from './pattern-text.js';

/** A class, whose bracket is taken already. */
export function characterClass(text: PatternText): string {
  const negation = text.take(/\^/y) === undefined ? '' : '^';
  // A bracket that comes first stands for itself.
  let members = member(text);
  while (text.take(/\]/y) === undefined) members += member(text);
  return `[${negation}${members}]`;
}

function member(text: PatternText): string {
  const [, not, name] = text.take(/\[:(\^?)(\w+):\]/y) ?? [];
  if (name !== undefined) {
    const named = lookup(posix, name) ?? text.fail(`has a class [:${name}:], which RE2 has not`);
    return not === '^' ? `[^${named}]` : named;
  }
  const escaped = text.take(/\\(?=[dDsSwWpP])/y) === undefined ? undefined : classEscape(text);
  return escaped ?? range(text);
}

/** From one character to another, or one alone. */
function range(text: PatternText): string {
  const low = single(text);
  if (text.take(/-(?!\])/y) === undefined) return literal(low);
  return `${literal(low)}-${literal(single(text))}`;
}

function single(text: PatternText): string {
  const character = text.next();
  return character === '\\' ? characterEscape(text) : character;
}
