import { oneOf } from '../shape/scalars.js';
import { below, mistyped, type Shape } from '../shape/shape.js';
import { isJsonObject } from '../shared/json.js';
import { lookup } from '../shared/record.js';

/** One of several objects, which one of their keys tells apart. */
export const variant = <T>(key: string, of: Readonly<Record<string, Shape<T>>>): Shape<T> => ({
  expects: 'a block',
  read: (value, at) => {
    if (!isJsonObject(value)) return mistyped(at, 'a block', value);
    const word = value[key];
    const shape = typeof word === 'string' ? lookup(of, word) : undefined;
    if (shape !== undefined) return shape.read(value, at);
    oneOf(...Object.keys(of)).read(word ?? null, below(at, key));
    return undefined;
  },
});
