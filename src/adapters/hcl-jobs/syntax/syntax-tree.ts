/** Offsets into the text, in UTF-16 units; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Body {
  /** In the order of the text. */
  readonly items: readonly (Attribute | Block)[];
}

export interface Attribute {
  readonly kind: 'attribute';
  readonly name: string;
  readonly value: Expression;
  readonly range: Range;
}

export interface Block {
  readonly kind: 'block';
  readonly name: string;
  readonly labels: readonly string[];
  readonly body: Body;
  /** Of keyword and labels. */
  readonly range: Range;
}

export type BinaryOperator =
  '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export type Expression = { readonly range: Range } & (
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean | null }
  /** A number whose digits can't all be kept. */
  | { readonly kind: 'inexact' }
  | { readonly kind: 'template'; readonly parts: readonly TemplatePart[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'splat'; readonly of: Expression; readonly steps: readonly Expression[] }
  | Call
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly operand: Expression }
  | { readonly kind: 'group'; readonly inner: Expression }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly items: readonly ObjectItem[] }
  | For
);

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  /** Whether the last argument is a list that stands for many: `f(list...)`. */
  readonly expands: boolean;
}

export interface For {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Given for an object, absent for a list. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly condition: Expression | undefined;
  /** `=> value...`: a list of the values of each key. */
  readonly grouped: boolean;
}

export interface ObjectItem {
  readonly key: Expression;
  readonly value: Expression;
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'interpolation'; readonly expression: Expression }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: readonly TemplatePart[];
      readonly otherwise: readonly TemplatePart[];
    }
  | {
      readonly kind: 'for';
      readonly keyName: string | undefined;
      readonly valueName: string;
      readonly collection: Expression;
      readonly body: readonly TemplatePart[];
    };
