import { matchesAny } from '../shared/glob.js';

/** The environment less the names that one of the globs matches. */
export const withoutNames = (
  environment: Readonly<Record<string, string>>,
  globs: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !matchesAny(globs, name)));
