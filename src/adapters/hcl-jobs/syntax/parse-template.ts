import { parseForNames } from './parse-collection.js';
import { markEscaped } from './escaped-references.js';
import { HclError } from './hcl-error.js';
import type { ParseExpression } from './expression-parser.js';
import type { Scanner } from './scanner.js';
import type { Expression, Range, TemplatePart } from './syntax-tree.js';
import { nestTemplate } from './nest-template.js';
import { type ClosingWord, dedented, type Sequence, type TemplateToken, trimmed } from './template-tokens.js';
import { unescapeQuoted, unescapeTemplate } from './unescape.js';

/** `"…"` */
export function parseQuoted(scanner: Scanner, parse: ParseExpression): Expression {
  const { start, end } = scanner.next();
  const tokens = new TemplateScan(scanner, parse, end, quotedText).run();
  const close = scanner.position + 1;
  scanner.jump(close);
  return templateOf(nestTemplate(trimmed(tokens)), { start, end: close });
}

/** `<<NAME … NAME`, with `<<-` indented. */
export function parseHeredoc(scanner: Scanner, parse: ParseExpression): Expression {
  const { text, start, end } = scanner.next();
  const [, indented = '', name = ''] = /^<<(-?)(\S+)/.exec(text) ?? [];
  const last = new RegExp(`[ \\t]*${name}[ \\t]*(?=\\r?\\n|$)`, 'y');
  const tokens = trimmed(new TemplateScan(scanner, parse, end, heredocLine(last)).run());
  last.lastIndex = scanner.position;
  if (!last.test(scanner.text))
    throw new HclError(`has no end: "${name}" on a line of its own`, { start, end });
  scanner.jump(last.lastIndex);
  const parts = nestTemplate(indented === '-' ? dedented(tokens) : tokens);
  return templateOf(parts, { start, end: last.lastIndex });
}

/** Text in quotes that may hold no template, such as a label. */
export function parsePlainString(scanner: Scanner): string {
  const { end } = scanner.next();
  const text = /[^"\\]*(?:\\.[^"\\]*)*/y;
  text.lastIndex = end;
  const raw = text.exec(scanner.text)?.[0] ?? '';
  scanner.jump(end + raw.length + 1);
  return unescapeQuoted(raw, end);
}

function templateOf(parts: readonly TemplatePart[], range: Range): Expression {
  const [first] = parts;
  if (first === undefined) return { kind: 'literal', value: '', range };
  return first.kind === 'text' && parts.length === 1
    ? { kind: 'literal', value: first.text, range }
    : { kind: 'template', parts, range };
}

/** The literal text at an offset and its value, up to a sequence or an end; empty text ends the template. */
type ReadText = (
  text: string,
  offset: number,
) => { readonly end: number; readonly value: string; readonly last: boolean };

const quotedText: ReadText = (text, offset) => {
  const pattern = /(?:\\[^\n]|\$\$\{|%%\{|[$%](?!\{)|[^"\\$%\n])*/y;
  pattern.lastIndex = offset;
  const raw = pattern.exec(text)?.[0] ?? '';
  const end = offset + raw.length;
  return { end, value: markEscaped(unescapeQuoted(raw, offset)), last: text[end] === '"' };
};

const heredocLine =
  (last: RegExp): ReadText =>
  (text, offset) => {
    last.lastIndex = offset;
    if ((offset === 0 || text[offset - 1] === '\n') && last.test(text))
      return { end: offset, value: '', last: true };
    const pattern = /(?:\$\$\{|%%\{|[$%](?!\{)|[^$%\n])*\n?/y;
    pattern.lastIndex = offset;
    const raw = pattern.exec(text)?.[0] ?? '';
    return {
      end: offset + raw.length,
      value: markEscaped(unescapeTemplate(raw)),
      last: raw === '' && offset >= text.length,
    };
  };

class TemplateScan {
  private readonly scanner: Scanner;
  private readonly parse: ParseExpression;
  private readonly readText: ReadText;
  private offset: number;

  constructor(scanner: Scanner, parse: ParseExpression, offset: number, readText: ReadText) {
    this.scanner = scanner;
    this.parse = parse;
    this.offset = offset;
    this.readText = readText;
  }

  /** Leaves the scanner where the template ends. */
  run(): readonly TemplateToken[] {
    const tokens: TemplateToken[] = [];
    for (;;) {
      const { end, value, last } = this.readText(this.scanner.text, this.offset);
      if (value !== '') tokens.push({ kind: 'text', text: value });
      const start = this.offset;
      this.offset = end;
      this.scanner.jump(end);
      if (last) return tokens;
      const sequence = this.sequence();
      if (sequence !== undefined) tokens.push(sequence);
      else if (end === start) throw new HclError('has text without an end', { start, end: start + 1 });
    }
  }

  private sequence(): TemplateToken | undefined {
    const opening = /([$%])\{(~?)/y;
    opening.lastIndex = this.offset;
    const found = opening.exec(this.scanner.text);
    if (found === null) return undefined;
    this.scanner.jump(opening.lastIndex);
    const token = this.scanner.newlines(false, () => {
      const sequence = found[1] === '$' ? this.interpolation() : this.directive();
      const trimAfter = this.scanner.take('~');
      this.scanner.expect('}');
      return { ...sequence, trimBefore: found[2] === '~', trimAfter };
    });
    this.offset = this.scanner.position;
    return token;
  }

  private interpolation(): Sequence {
    return { kind: 'interpolation', expression: this.parse(this.scanner) };
  }

  private directive(): Sequence | { readonly kind: ClosingWord } {
    const { text: word, start, end } = this.scanner.identifier();
    switch (word) {
      case 'if':
        return { kind: 'if', condition: this.parse(this.scanner) };
      case 'for':
        return { kind: 'for', ...parseForNames(this.scanner), collection: this.parse(this.scanner) };
      case 'else':
      case 'endif':
      case 'endfor':
        return { kind: word };
      default:
        throw new HclError(`has a directive "${word}", which is none`, { start, end });
    }
  }
}
