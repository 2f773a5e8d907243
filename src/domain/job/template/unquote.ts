import { err, ok, type Result } from '../../shared/result.js';

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

const escapes = /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gsu;

/** What stands between double quotes in Go, less escapes that give single bytes; or the escape that is none. */
export function unquote(text: string): Result<string, string> {
  let wrong: string | undefined;
  const plain = text.replace(escapes, (escape, short?: string, long?: string, letter?: string) => {
    const hex = short ?? long;
    const value = hex === undefined ? simple[letter ?? ''] : characterOf(Number.parseInt(hex, 16));
    if (value === undefined) wrong ??= escape;
    return value ?? escape;
  });
  return wrong === undefined ? ok(plain) : err(wrong);
}

const characterOf = (code: number): string | undefined =>
  code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code);
