import type { Json } from '../shared/json.js';
import { isUnresolved, string } from './scalars.js';
import { mistyped, type Place, type Shape } from './shape.js';

/** What `of` reads, taken further: `take` gives the value, or reports why it can't and gives undefined. */
export const refine = <T, U>(
  of: Shape<T>,
  take: (value: T, at: Place) => U | undefined,
  expects: string = of.expects,
): Shape<U> => ({
  expects,
  ...(of.takesEmptyList === undefined ? {} : { takesEmptyList: of.takesEmptyList }),
  read: (value, at) => {
    if (isUnresolved(value, at)) return undefined;
    const read = of.read(value, at);
    return read === undefined ? undefined : take(read, at);
  },
});

/** Text in a notation of its own; `parse` gives undefined for what isn't one. */
export const spelt = <T>(expects: string, parse: (text: string) => T | undefined): Shape<T> =>
  refine(string(expects), (text, at) => parse(text) ?? mistyped(at, expects, text), expects);

export interface Objection {
  readonly message: string;
  readonly suggestion?: string;
}

/** What `of` reads, unless there is an objection. */
export const unless = <T>(of: Shape<T>, object: (value: T) => Objection | undefined): Shape<T> =>
  refine(of, (value, at) => {
    const objection = object(value);
    if (objection === undefined) return value;
    at.report({ path: at.path, ...objection });
    return undefined;
  });

/** What `of` reads, or empty text, which is how job files leave an option out. */
export const emptyOr = (of: Shape<string>): Shape<string> => ({
  ...of,
  read: (value, at) => (value === '' ? '' : of.read(value, at)),
});

/** A key that is known and can't be used here, except with empty text. */
export const refused = (objection: Objection): Shape<'absent'> => ({
  expects: 'nothing',
  read: (value: Json, at: Place) => {
    if (value === '') return 'absent';
    at.report({ path: at.path, ...objection });
    return undefined;
  },
});
