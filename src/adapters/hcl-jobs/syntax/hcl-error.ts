import type { Range } from './syntax-tree.js';

/**
 * Something in an HCL text that can't be read or evaluated. It is thrown inside of this adapter only, since it may
 * come from any depth of an expression and `try()` catches it there; the reader turns it into a problem.
 */
export class HclError extends Error {
  readonly range: Range | undefined;
  readonly suggestion: string | undefined;

  constructor(message: string, range?: Range, suggestion?: string) {
    super(message);
    this.range = range;
    this.suggestion = suggestion;
  }

  /** The same error, with the place given unless it had a nearer one. */
  at(range: Range): HclError {
    return this.range === undefined ? new HclError(this.message, range, this.suggestion) : this;
  }
}

/** What depends on something that is wrong and was told: it has no value, and nothing more can be said of it. */
export class Unsettled extends HclError {
  constructor() {
    super('depends on what is wrong');
  }

  override at(): this {
    return this;
  }
}

export function unsettled(): never {
  throw new Unsettled();
}
