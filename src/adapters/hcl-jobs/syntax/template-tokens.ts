import type { Expression, For } from './syntax-tree.js';

/** A template cut into pieces, before `%{if}` and `%{for}` are matched with their ends. */
export type TemplateToken = Text | Opening | Closing;

export interface Text {
  readonly kind: 'text';
  readonly text: string;
}

interface Trim {
  readonly trimBefore: boolean;
  readonly trimAfter: boolean;
}

export type Sequence =
  | { readonly kind: 'interpolation'; readonly expression: Expression }
  | { readonly kind: 'if'; readonly condition: Expression }
  | ({ readonly kind: 'for'; readonly collection: Expression } & Pick<For, 'keyName' | 'valueName'>);

export type Opening = Trim & Sequence;
export type Closing = Trim & { readonly kind: ClosingWord };
export type ClosingWord = 'else' | 'endif' | 'endfor';

export const isClosing = (token: TemplateToken): token is Closing =>
  token.kind === 'else' || token.kind === 'endif' || token.kind === 'endfor';

/** `${~` and `~}` take away the white space of the one piece of text beside them. */
export const trimmed = (tokens: readonly TemplateToken[]): readonly TemplateToken[] =>
  tokens.map((token, index) => {
    if (token.kind !== 'text') return token;
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const start = before !== undefined && before.kind !== 'text' && before.trimAfter;
    const end = after !== undefined && after.kind !== 'text' && after.trimBefore;
    const text = start ? token.text.trimStart() : token.text;
    return { ...token, text: end ? text.trimEnd() : text };
  });

/** The text of `<<-`: the white space that all its lines begin with is taken away. Each text token is within one line. */
export function dedented(tokens: readonly TemplateToken[]): readonly TemplateToken[] {
  const startsLine = tokens.map((_, index) => {
    const before = tokens[index - 1];
    return before === undefined || (before.kind === 'text' && before.text.endsWith('\n'));
  });
  const isBlank = (token: TemplateToken): boolean =>
    token.kind === 'text' && token.text.trim() === '' && token.text.endsWith('\n');
  const depths = tokens
    .filter((token, index) => startsLine[index] === true && !isBlank(token))
    .map((token) => (token.kind === 'text' ? indentOf(token.text) : 0));
  const depth = Math.min(...depths);
  return tokens.map((token, index) =>
    token.kind === 'text' && startsLine[index] === true && !isBlank(token)
      ? { ...token, text: token.text.slice(depth) }
      : token,
  );
}

const indentOf = (text: string): number => text.length - text.trimStart().length;
