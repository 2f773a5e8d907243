import type { TemplateFault } from './fault.js';
import { parseExpression } from './parse-expression.js';
import type { Action, Branch, BranchKind, Node, Piece } from './syntax.js';

interface Cursor {
  readonly pieces: readonly Piece[];
  readonly report: (fault: TemplateFault) => void;
  next: number;
}

/** The nodes of a whole template, as far as nothing is reported. */
export function parseNodes(pieces: readonly Piece[], report: Cursor['report']): readonly Node[] {
  const { nodes, stop } = parseBody({ pieces, report, next: 0 }, false);
  if (stop !== undefined)
    report({ message: `has "${keywordOf(stop) ?? ''}" without an if, with or range before it`, at: stop.at });
  return nodes;
}

interface Body {
  readonly nodes: readonly Node[];
  /** The `else` or `end` behind it. */
  readonly stop: Action | undefined;
}

/** `dotted`: whether `.` is worth something there. */
function parseBody(cursor: Cursor, dotted: boolean): Body {
  const nodes: Node[] = [];
  for (let piece = cursor.pieces[cursor.next]; piece !== undefined; piece = cursor.pieces[cursor.next]) {
    cursor.next += 1;
    if (piece.kind === 'text') nodes.push(piece);
    else if (isStop(piece)) return { nodes, stop: piece };
    else nodes.push(parseAction(cursor, piece, dotted));
  }
  return { nodes, stop: undefined };
}

function parseAction(cursor: Cursor, action: Action, dotted: boolean): Node {
  const kind = keywordOf(action);
  return kind === 'if' || kind === 'with' || kind === 'range'
    ? parseBranch(cursor, { kind, dotted, at: action.at }, action)
    : { kind: 'output', value: parseExpression(action, { dotted, report: cursor.report }) };
}

interface Opened {
  readonly kind: BranchKind;
  /** Of what stands around it. */
  readonly dotted: boolean;
  readonly at: number;
}

function parseBranch(cursor: Cursor, opened: Opened, action: Action): Branch {
  const { kind, dotted, at } = opened;
  const value = parseExpression(behindKeyword(action), { dotted, report: cursor.report });
  const { nodes, stop } = parseBody(cursor, dotted || kind !== 'if');
  return { kind, value, body: nodes, otherwise: parseOtherwise(cursor, opened, stop), at };
}

/** From the `else`, if it is one, that ends the body of a branch, to the `end` of it all. */
function parseOtherwise(cursor: Cursor, opened: Opened, stop: Action | undefined): readonly Node[] {
  if (stop === undefined || keywordOf(stop) === 'end') return finish(cursor, opened, stop);
  const condition = behindKeyword(stop);
  if (opened.kind !== 'range' && keywordOf(condition) === opened.kind)
    return [parseBranch(cursor, opened, condition)];
  expectAlone(cursor, stop);
  const last = parseBody(cursor, opened.dotted);
  return [...last.nodes, ...finish(cursor, opened, last.stop)];
}

function finish(cursor: Cursor, { kind, at }: Opened, stop: Action | undefined): readonly [] {
  if (stop === undefined) cursor.report({ message: `has "${kind}" without its "end"`, at });
  else if (keywordOf(stop) === 'else') cursor.report({ message: 'has a second "else"', at: stop.at });
  else expectAlone(cursor, stop);
  return [];
}

function expectAlone(cursor: Cursor, { tokens, at }: Action): void {
  const [keyword, more] = tokens;
  if (keyword?.kind === 'word' && more !== undefined)
    cursor.report({ message: `has something behind "${keyword.text}"`, at });
}

const keywordOf = ({ tokens: [first] }: Action): string | undefined =>
  first?.kind === 'word' ? first.text : undefined;

const isStop = (action: Action): boolean => ['else', 'end'].includes(keywordOf(action) ?? '');

const behindKeyword = (action: Action): Action => ({ ...action, tokens: action.tokens.slice(1) });
