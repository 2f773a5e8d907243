import { refine, spelt } from '../../shape/refine.js';
import { string } from '../../shape/scalars.js';
import { mistyped, type Shape } from '../../shape/shape.js';
import { isWithin, resolveFrom, staysBelow } from '../../shared/path.js';

/** `https://` before a reference is a habit from browsers; engines don't know it. */
export const imageReference = (): Shape<string> =>
  spelt('the name of an image, such as "redis:7"', (text) => {
    const name = text.replace(/^https:\/\//, '');
    return /^\S+$/.test(name) ? name : undefined;
  });

/** Whether the reference has the tag `latest`, written or not. A digest is as good as a tag. */
export function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const [, tag] = image.slice(image.lastIndexOf('/') + 1).split(':');
  return tag === undefined || tag === 'latest';
}

/** A path below the task's own `local` directory; `local` is undefined while nobody knows where that is. */
export const archiveIn = (local: string | undefined): Shape<string> => {
  const expects = 'the path of an archive in the task\'s "local" directory';
  return refine(
    string(expects),
    (text, at) => {
      const path = resolveFrom(local ?? '/', text);
      const inside = local === undefined ? staysBelow(text) : isWithin(path, local) && path !== local;
      return inside ? path : mistyped(at, expects, text);
    },
    expects,
  );
};
