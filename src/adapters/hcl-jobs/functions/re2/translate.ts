import { lookup } from '../../../../domain/shared/record.js';
import { characterClass } from './character-class.js';
import { characterEscape, classEscape, literal } from './escapes.js';
import { PatternText } from './pattern-text.js';

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

const noFlags: Flags = { i: false, m: false, s: false, U: false };

/** A pattern of RE2 as one of JavaScript, which has other flags, groups, classes and escapes. */
export function regexOf(pattern: string, flags = ''): RegExp {
  const text = new PatternText(pattern);
  const { source, ignoresCase } = new Translation(text).run();
  try {
    return new RegExp(source, `v${ignoresCase ? 'i' : ''}${flags}`);
  } catch {
    return text.fail('is none');
  }
}

class Translation {
  private readonly text: PatternText;
  private flags = noFlags;
  /** Of the groups around. */
  private readonly outer: Flags[] = [];
  /** Whether there were letters whose case counts (false), or doesn't (true). */
  private readonly cases = new Set<boolean>();

  constructor(text: PatternText) {
    this.text = text;
  }

  run(): { readonly source: string; readonly ignoresCase: boolean } {
    let source = '';
    while (!this.text.atEnd) source += this.group() ?? this.repetition() ?? this.atom();
    if (this.cases.size > 1) this.text.fail('ignores case in a part only: put (?i) at its beginning');
    return { source, ignoresCase: this.cases.has(true) };
  }

  private group(): string | undefined {
    if (this.text.take(/\)/y) !== undefined) {
      this.flags = this.outer.pop() ?? this.flags;
      return ')';
    }
    if (this.text.take(/\((?!\?)/y) !== undefined) return this.open('(');
    const [, name] = this.text.take(/\(\?P?<(\w+)>/y) ?? [];
    if (name !== undefined) return this.open(`(?<${name}>`);
    const [, letters, end] = this.text.take(/\(\?([imsU]*(?:-[imsU]+)?)([:)])/y) ?? [];
    if (letters !== undefined) return this.flagged(letters, end === ':');
    if (this.text.take(/\(\?<?[=!]/y) !== undefined) this.text.fail('looks around itself, which RE2 has not');
    return this.text.take(/\(/y) === undefined
      ? undefined
      : this.text.fail('has a group "(?" that RE2 has not');
  }

  private open(source: string): string {
    this.outer.push(this.flags);
    return source;
  }

  private flagged(letters: string, opens: boolean): string {
    const source = opens ? this.open('(?:') : '';
    const [on = '', off = ''] = letters.split('-');
    const set = (flag: keyof Flags): boolean =>
      on.includes(flag) || (this.flags[flag] && !off.includes(flag));
    this.flags = { i: set('i'), m: set('m'), s: set('s'), U: set('U') };
    return source;
  }

  private repetition(): string | undefined {
    const [, times, least = '', most = '', lazy = ''] =
      this.text.take(/([*+?]|\{(\d+)(?:,(\d*))?\})(\??)/y) ?? [];
    if (times === undefined) return undefined;
    if (Math.max(Number(least), Number(most)) > 1000) this.text.fail('repeats more than 1000 times');
    return times + ((lazy === '?') !== this.flags.U ? '?' : '');
  }

  private atom(): string {
    const character = this.text.next();
    switch (character) {
      case '\\':
        return this.escape();
      case '[':
        return this.withCase(characterClass(this.text));
      case '.':
        return this.flags.s ? '[^]' : '[^\\n]';
      case '^':
        return this.flags.m ? '(?<![^\\n])' : '(?:^)';
      case '$':
        return this.flags.m ? '(?![^\\n])' : '(?:$)';
      case '|':
        return '|';
      default:
        return this.withCase(literal(character));
    }
  }

  private escape(): string {
    const [anchor] = this.text.take(/[AzbB]/y) ?? [];
    if (anchor !== undefined) return lookup(anchors, anchor) ?? '';
    const [, quoted] = this.text.take(/Q([\s\S]*?)(?:\\E|$)/y) ?? [];
    if (quoted !== undefined) return this.withCase(Array.from(quoted, literal).join(''));
    return classEscape(this.text) ?? this.withCase(literal(characterEscape(this.text)));
  }

  /** Takes note of whether letters in what was translated have to be of the same case. */
  private withCase(source: string): string {
    if (/[A-Za-z]|[^\0-\x7f]/.test(source.replace(/\\(?:x..|[tnvfr])/g, ''))) this.cases.add(this.flags.i);
    return source;
  }
}

const anchors: Readonly<Record<string, string>> = { A: '(?:^)', z: '(?:$)', b: '(?:\\b)', B: '(?:\\B)' };
