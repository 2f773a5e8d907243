import { isWithin, normalise, staysBelow } from '../shared/path.js';

/**
 * Where a template goes, relative to its task's directory; undefined when that is no place of the task's own.
 * `seen` is where the task sees its directories: a destination may begin with `${NOMAD_SECRETS_DIR}`, resolved by now.
 */
export function templateDestination(
  destination: string,
  seen: { readonly local: string; readonly secrets: string },
): string | undefined {
  const plain = normalise(destination);
  if (isWithin(plain, seen.local)) return fileBelow('local', plain.slice(seen.local.length));
  if (isWithin(plain, seen.secrets)) return fileBelow('secrets', plain.slice(seen.secrets.length));
  return staysBelow(plain) ? plain : undefined;
}

const fileBelow = (directory: string, rest: string): string | undefined =>
  rest === '' ? undefined : `${directory}${rest}`;
