import { HclError } from './hcl-error.js';

const simple: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** The value of what stands between quotes. `$${` stays: it has to be told from a reference to the run time. */
export const unescapeQuoted = (raw: string, offset: number): string =>
  unescapeTemplate(
    raw.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/g, (escape, code: string, index: number) => {
      if (code.length > 1) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
      const start = offset + index;
      return simple[code] ?? invalid(escape, start);
    }),
  );

/**
 * `%%{` is the characters themselves. Directives are all resolved here, so nothing later can mistake it. Texts of HCL
 * are composed (NFC), however they are written.
 */
export const unescapeTemplate = (raw: string): string => raw.replaceAll('%%{', '%{').normalize();

function invalid(escape: string, start: number): never {
  throw new HclError(`has an escape ${escape}, which is none`, { start, end: start + escape.length });
}
