/** What expressions are worth. */
export type Value = string | boolean | readonly string[];

export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'literal'; readonly value: string; readonly at: number }
  | { readonly kind: 'mark'; readonly text: Mark; readonly at: number }
  /** Of Go's templates but not of these, such as `$x`, `.Name` and `1`; or of neither. */
  | { readonly kind: 'other'; readonly text: string; readonly at: number };

export type Mark = '(' | ')' | '|' | '.';

/** What stands between delimiters. */
export interface Action {
  readonly kind: 'action';
  readonly tokens: readonly Token[];
  readonly at: number;
}

/** Text is without the white space that actions beside it take away. */
export type Piece = Text | Action;

export interface Text {
  readonly kind: 'text';
  readonly text: string;
}

export type Expression =
  { readonly kind: 'literal'; readonly value: string | boolean } | { readonly kind: 'dot' } | Call;

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
  readonly at: number;
}

export type Node = Text | { readonly kind: 'output'; readonly value: Expression } | Branch;

export interface Branch {
  readonly kind: BranchKind;
  readonly value: Expression;
  readonly body: readonly Node[];
  /** Behind `else`. */
  readonly otherwise: readonly Node[];
  readonly at: number;
}

export type BranchKind = 'if' | 'with' | 'range';
