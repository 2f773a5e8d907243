import { HclError } from './hcl-error.js';

export interface Token {
  readonly kind: 'identifier' | 'number' | 'quote' | 'heredoc' | 'symbol' | 'newline' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['newline', /\r?\n/y],
  ['identifier', /[\p{ID_Start}_][\p{ID_Continue}-]*/uy],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['quote', /"/y],
  ['heredoc', /<<-?[\p{ID_Start}_][\p{ID_Continue}-]*[ \t]*\r?\n/uy],
  ['symbol', /\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!=?:,.()[\]{}~]/y],
];

const blank = /(?:[ \t]+|#[^\n]*?(?=\r?\n|$)|\/\/[^\n]*?(?=\r?\n|$)|\/\*[\s\S]*?\*\/)+/y;
const blankAndNewlines = /(?:[ \t\r\n]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;

/** Far deeper than anybody nests, and far from the end of the stack. */
const maxDepth = 250;

/** Cuts a text into tokens on demand: what a quote or a heredoc begins is read by the template parser instead. */
export class Scanner {
  readonly text: string;
  private offset = 0;
  private newlinesCount = true;
  private depth = 0;
  private ahead: Token | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get position(): number {
    return this.offset;
  }

  /** Goes on at an offset that another parser has reached. */
  jump(offset: number): void {
    this.offset = offset;
    this.ahead = undefined;
  }

  /** Runs a parser for which newlines are tokens, or mere space as inside of brackets. */
  newlines<T>(count: boolean, parse: () => T): T {
    const outside = this.newlinesCount;
    this.setNewlines(count);
    const parsed = parse();
    this.setNewlines(outside);
    return parsed;
  }

  /** Runs a parser for something that may hold itself. */
  nested<T>(parse: () => T): T {
    if (++this.depth > maxDepth)
      throw new HclError('is nested too deeply', { start: this.offset, end: this.offset });
    const parsed = parse();
    this.depth--;
    return parsed;
  }

  peek(): Token {
    this.ahead ??= this.scan();
    return this.ahead;
  }

  next(): Token {
    const token = this.peek();
    this.jump(token.end);
    return token;
  }

  /** Whether the next token is one of these symbols. */
  sees(...symbols: readonly string[]): boolean {
    const { kind, text } = this.peek();
    return kind === 'symbol' && symbols.includes(text);
  }

  seesWord(word: string): boolean {
    const { kind, text } = this.peek();
    return kind === 'identifier' && text === word;
  }

  /** Takes the symbol if it comes next. */
  take(symbol: string): boolean {
    const there = this.sees(symbol);
    if (there) this.next();
    return there;
  }

  expect(symbol: string): Token {
    return this.sees(symbol) ? this.next() : this.fail(`"${symbol}"`);
  }

  expectWord(word: string): void {
    if (!this.seesWord(word)) this.fail(`"${word}"`);
    this.next();
  }

  identifier(): Token {
    return this.peek().kind === 'identifier' ? this.next() : this.fail('a name');
  }

  skipNewlines(): void {
    while (this.peek().kind === 'newline') this.next();
  }

  fail(expected: string): never {
    const { kind, text, start, end } = this.peek();
    const found = kind === 'end' ? 'the end of the text' : kind === 'newline' ? 'a new line' : `"${text}"`;
    throw new HclError(`expected ${expected}, found ${found}`, { start, end });
  }

  private setNewlines(count: boolean): void {
    this.newlinesCount = count;
    this.ahead = undefined;
  }

  private scan(): Token {
    const start = this.matchEnd(this.newlinesCount ? blank : blankAndNewlines, this.offset) ?? this.offset;
    if (start >= this.text.length) return { kind: 'end', text: '', start, end: start };
    for (const [kind, pattern] of patterns) {
      const end = this.matchEnd(pattern, start);
      if (end !== undefined) return { kind, text: this.text.slice(start, end), start, end };
    }
    throw new HclError(`"${this.text.slice(start, start + 1)}" can't stand here`, { start, end: start + 1 });
  }

  private matchEnd(pattern: RegExp, from: number): number | undefined {
    pattern.lastIndex = from;
    return pattern.test(this.text) ? pattern.lastIndex : undefined;
  }
}
