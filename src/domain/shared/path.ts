/** Paths of the host and of tasks, as text: nothing here follows a symbolic link. */

export const isAbsolute = (path: string): boolean => path.startsWith('/');

/** Without `.`, `..`, doubled and trailing slashes. A relative path that leads out of where it starts begins with `..`. */
export function normalise(path: string): string {
  const root = isAbsolute(path) ? '/' : '';
  const parts = path.split('/').reduce<readonly string[]>((kept, part) => {
    if (part === '' || part === '.') return kept;
    if (part !== '..') return [...kept, part];
    if (kept.length > 0 && kept.at(-1) !== '..') return kept.slice(0, -1);
    return root === '' ? [...kept, part] : kept;
  }, []);
  const joined = root + parts.join('/');
  return joined === '' ? '.' : joined;
}

/** `path` as seen from `base`: an absolute path stays what it is. */
export const resolveFrom = (base: string, path: string): string =>
  normalise(isAbsolute(path) ? path : `${base}/${path}`);

/** Whether it says `..` anywhere. */
export const leadsUp = (path: string): boolean => path.split('/').includes('..');

export const parentOf = (path: string): string => normalise(`${path}/..`);

/** Whether `path` is `ancestor` or lies below it, by whole components. Both are normalised and absolute. */
export const isWithin = (path: string, ancestor: string): boolean =>
  path === ancestor || path.startsWith(ancestor === '/' ? '/' : `${ancestor}/`);

/** Whether a relative path stays below where it starts. */
export function staysBelow(path: string): boolean {
  const plain = normalise(path);
  return !isAbsolute(plain) && plain !== '.' && plain !== '..' && !plain.startsWith('../');
}
