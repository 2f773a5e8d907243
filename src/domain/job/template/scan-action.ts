import type { Template } from '../../model/job.js';
import { err, ok, type Result } from '../../shared/result.js';
import type { TemplateFault } from './fault.js';
import { readToken } from './read-token.js';
import type { Token } from './syntax.js';

export interface ScannedAction {
  /** None for a comment. */
  readonly tokens: readonly Token[] | undefined;
  /** Behind the delimiter that ends it. */
  readonly end: number;
  readonly trimsBefore: boolean;
  readonly trimsAfter: boolean;
}

/** A trim marker, and a comment; neither needs to be there. */
const opening = /(-(?=\s))?(?:\s*(\/\*[^]*?\*\/))?/y;

/** The action whose left delimiter stands at `open`. What is quoted or commented out doesn't end it. */
export function scanAction(
  text: string,
  open: number,
  { left, right }: Template['delimiters'],
): Result<ScannedAction, TemplateFault> {
  opening.lastIndex = open + left.length;
  const [begin = '', marker, comment] = opening.exec(text) ?? [];
  const read = readTokens(text, open + left.length + begin.length, right);
  if (!read.ok) return err(read.error ?? { message: `has a "${left}" without its end`, at: open });
  const { tokens, ...end } = read.value;
  if (comment !== undefined && tokens.length > 0)
    return err({ message: 'has more than a comment in the action of one', at: open });
  return ok({
    tokens: comment === undefined ? tokens : undefined,
    trimsBefore: marker !== undefined,
    ...end,
  });
}

interface ReadTokens extends End {
  readonly tokens: readonly Token[];
}

interface End {
  readonly end: number;
  readonly trimsAfter: boolean;
}

/** All tokens up to the end of the action; without a fault when it has none. */
function readTokens(
  text: string,
  start: number,
  right: string,
): Result<ReadTokens, TemplateFault | undefined> {
  const tokens: Token[] = [];
  for (let at = start; at < text.length;) {
    const end = endAt(text, at, right);
    if (end !== undefined) return ok({ tokens, ...end });
    const read = readToken(text, at);
    if (!read.ok) return read;
    if (read.value.token !== undefined) tokens.push(read.value.token);
    at = read.value.end;
  }
  return err(undefined);
}

function endAt(text: string, at: number, right: string): End | undefined {
  if (text.startsWith(right, at)) return { end: at + right.length, trimsAfter: false };
  const trims = text[at + 1] === '-' && text.startsWith(right, at + 2) && /\s/.test(text.charAt(at));
  return trims ? { end: at + 2 + right.length, trimsAfter: true } : undefined;
}
