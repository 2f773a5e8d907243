import { type Labelled, labelled } from '../../../domain/shape/collections.js';
import type { Shape } from '../../../domain/shape/shape.js';

/** Labelled blocks that can be read, all of them: what is around them can't be judged without one. */
export const allLabelled = <T>(of: Shape<T>): Shape<readonly Labelled<T>[]> => ({
  ...labelled(of),
  read: (value, at) => {
    const missing: string[] = [];
    const watched: Shape<T> = {
      ...of,
      read: (body, place) => {
        const read = of.read(body, place);
        if (read === undefined) missing.push(place.path);
        return read;
      },
    };
    const blocks = labelled(watched).read(value, at);
    return missing.length === 0 ? blocks : undefined;
  },
});
