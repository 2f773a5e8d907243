import { HclError } from '../../syntax/hcl-error.js';

/** The text of a pattern, read from its beginning to its end. */
export class PatternText {
  private readonly text: string;
  private offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** Takes what comes next if it matches: the whole, then its groups. The expression is a sticky one. */
  take(expression: RegExp): readonly (string | undefined)[] | undefined {
    expression.lastIndex = this.offset;
    const found = expression.exec(this.text);
    if (found !== null) this.offset = expression.lastIndex;
    return found ?? undefined;
  }

  /** Takes one character. */
  next(): string {
    const [character] = this.take(/[\s\S]/uy) ?? [];
    return character ?? this.fail('ends too early');
  }

  /** What is wrong, as a clause about the pattern. */
  fail(what: string): never {
    throw new HclError(`has a pattern "${this.text}" that ${what}`);
  }
}
