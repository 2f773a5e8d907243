import { HclError } from './hcl-error.js';
import type { TemplatePart } from './syntax-tree.js';
import {
  type ClosingWord,
  isClosing,
  type Opening,
  type TemplateToken,
  type Text,
} from './template-tokens.js';

/** Matches `%{if}`, `%{else}` and `%{for}` with their ends. */
export function nestTemplate(tokens: readonly TemplateToken[]): readonly TemplatePart[] {
  const nesting = new Nesting(tokens);
  const parts = nesting.parts();
  if (nesting.word !== undefined) throw new HclError(`has a "%{${nesting.word}}" without its beginning`);
  return parts;
}

class Nesting {
  private readonly tokens: readonly TemplateToken[];
  private index = 0;

  constructor(tokens: readonly TemplateToken[]) {
    this.tokens = tokens;
  }

  /** What the next token is, if any. */
  get word(): TemplateToken['kind'] | undefined {
    return this.tokens[this.index]?.kind;
  }

  /** All parts up to a word that ends something. */
  parts(): readonly TemplatePart[] {
    const parts: TemplatePart[] = [];
    for (;;) {
      const token = this.tokens[this.index];
      if (token === undefined || isClosing(token)) return parts;
      this.index++;
      parts.push(this.part(token));
    }
  }

  private part(token: Text | Opening): TemplatePart {
    switch (token.kind) {
      case 'text':
      case 'interpolation':
        return token;
      case 'if': {
        const then = this.parts();
        const otherwise = this.word === 'else' ? this.after('else') : [];
        this.end('endif');
        return { kind: 'if', condition: token.condition, then, otherwise };
      }
      case 'for': {
        const { keyName, valueName, collection } = token;
        const body = this.parts();
        this.end('endfor');
        return { kind: 'for', keyName, valueName, collection, body };
      }
    }
  }

  private after(word: 'else'): readonly TemplatePart[] {
    this.end(word);
    return this.parts();
  }

  private end(word: ClosingWord): void {
    if (this.word !== word) throw new HclError(`has no "%{${word}}" where one is needed`);
    this.index++;
  }
}
