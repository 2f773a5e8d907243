import { isAbsolute, isWithin, normalise } from '../shared/path.js';

/** As many links as the kernel follows before it says ELOOP. */
export const mostLinks = 40;

/** The names that lead from a directory to what lies in it; undefined when it lies elsewhere, going by the text. */
export function namesBelow(path: string, directory: string): readonly string[] | undefined {
  const plain = normalise(path);
  return isWithin(plain, directory) ? stepsOf(plain.slice(directory.length)) : undefined;
}

/** How a walk goes on at a symbolic link: from where the link lies, or from the top again. */
export interface LinkStep {
  readonly from: 'here' | 'top';
  readonly names: readonly string[];
}

/** By the text of the link alone. Undefined when it leads out of the directory that the walk is kept to. */
export function followLink(text: string, within: string): LinkStep | undefined {
  if (!isAbsolute(text)) return { from: 'here', names: stepsOf(text) };
  const names = namesBelow(text, within);
  return names === undefined ? undefined : { from: 'top', names };
}

const stepsOf = (path: string): readonly string[] =>
  path.split('/').filter((name) => name !== '' && name !== '.');
