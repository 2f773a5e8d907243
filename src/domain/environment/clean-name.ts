/** The name with `_` for each character but letters, digits and `_`; dots may stay too. */
export const cleanName = (name: string, dots: 'replace' | 'keep' = 'replace'): string =>
  name.replace(dots === 'keep' ? /[^\w.]/gu : /\W/gu, '_');
