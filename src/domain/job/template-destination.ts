import { sharedFromTask, type inTask } from '../model/directories.js';
import { isWithin, normalise, staysBelow } from '../shared/path.js';

type Seen = Readonly<Record<keyof Pick<typeof inTask, 'local' | 'secrets' | 'shared'>, string>>;

/**
 * Where a template goes, relative to its task's directory; undefined when that is neither a place of the task's own nor
 * one that its group shares. `seen` is where the task sees its directories: a destination may begin with
 * `${NOMAD_SECRETS_DIR}`, resolved by now.
 */
export function templateDestination(destination: string, seen: Seen): string | undefined {
  const plain = normalise(destination);
  if (isWithin(plain, seen.local)) return fileBelow('local', plain.slice(seen.local.length));
  if (isWithin(plain, seen.secrets)) return fileBelow('secrets', plain.slice(seen.secrets.length));
  const shared = [seen.shared, sharedFromTask].find((directory) => isWithin(plain, directory));
  if (shared !== undefined) return sharedFile(plain.slice(shared.length));
  return staysBelow(plain) ? plain : undefined;
}

const fileBelow = (directory: string, rest: string): string | undefined =>
  rest === '' ? undefined : `${directory}${rest}`;

/** Logs are written by wharf alone. */
const sharedFile = (rest: string): string | undefined =>
  isWithin(rest, '/logs') ? undefined : fileBelow(sharedFromTask, rest);
