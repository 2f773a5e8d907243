import { err, ok, type Result } from '../../shared/result.js';
import type { TemplateFault } from './fault.js';
import type { Mark, Token } from './syntax.js';
import { unquote } from './unquote.js';

export interface ReadToken {
  /** None for white space. */
  readonly token: Token | undefined;
  readonly end: number;
}

/** White space; a quoted and a raw text; a word; a mark; all else, a variable, field or number as a whole. */
const anyToken =
  /\s|"((?:[^"\\\n]|\\.)*)"|`([^`]*)`|([\p{L}_][\p{L}\p{Nd}_]*)|([()|]|\.(?![\p{L}\p{Nd}_]))|[$.]?[\p{L}\p{Nd}_.]+|:=|[^]/uy;

/** What begins here and is not the end of its action. */
export function readToken(text: string, at: number): Result<ReadToken, TemplateFault> {
  anyToken.lastIndex = at;
  const [whole = '', quoted, raw, word, mark] = anyToken.exec(text) ?? [];
  const end = at + whole.length;
  if (whole === '"' || whole === '`') return err({ message: `has a ${whole} without its end`, at });
  if (quoted !== undefined) {
    const value = unquote(quoted);
    return value.ok
      ? ok({ token: { kind: 'literal', value: value.value, at }, end })
      : err({ message: `has the escape ${value.error}, which is not supported`, at });
  }
  // As in Go, where lines end the same whatever editor wrote them.
  if (raw !== undefined) return ok({ token: { kind: 'literal', value: raw.replaceAll('\r', ''), at }, end });
  return ok({ token: plainToken(whole, word, mark, at), end });
}

function plainToken(
  whole: string,
  word: string | undefined,
  mark: string | undefined,
  at: number,
): Token | undefined {
  if (word !== undefined) return { kind: 'word', text: word, at };
  if (mark !== undefined) return { kind: 'mark', text: mark as Mark, at };
  return /^\s/.test(whole) ? undefined : { kind: 'other', text: whole, at };
}
