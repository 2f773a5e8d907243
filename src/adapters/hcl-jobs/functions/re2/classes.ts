/** Members of the classes that RE2 has by name, in the notation of JavaScript. */
export const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t\\x20',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e',
  space: '\\t\\n\\v\\f\\r\\x20',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** Unlike those of JavaScript, they are about ASCII only. */
export const perl: Readonly<Record<string, string>> = {
  d: '[0-9]',
  D: '[^0-9]',
  s: '[\\t\\n\\f\\r\\x20]',
  S: '[^\\t\\n\\f\\r\\x20]',
  w: '[0-9A-Za-z_]',
  W: '[^0-9A-Za-z_]',
};

/** `\pL`, `\P{Greek}`, `\p{^Lu}`: a general category by one or two letters, or else a script. */
export function property(negative: boolean, name: string): string {
  const bare = name.replace('^', '');
  const letter = negative === (bare === name) ? 'P' : 'p';
  return bare.length <= 2 || bare === 'Any' ? `\\${letter}{${bare}}` : `\\${letter}{Script=${bare}}`;
}
