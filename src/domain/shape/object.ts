import { isJsonObject, type Json, type JsonObject } from '../shared/json.js';
import { below, mistyped, type Place, type Shape } from './shape.js';
import { suggest } from './suggest.js';

/** One key of an object, and what its absence means. */
export interface Field<T> {
  readonly shape: Shape<unknown>;
  readonly presence: 'required' | 'optional';
  readonly fallback: T;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
export type ObjectOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

export const required = <T>(shape: Shape<T>): Field<T> => ({
  shape,
  presence: 'required',
  fallback: undefined as T,
});
export const optional = <T>(shape: Shape<T>): Field<T | undefined> => ({
  shape,
  presence: 'optional',
  fallback: undefined,
});
export const withDefault = <T>(shape: Shape<T>, fallback: T): Field<T> => ({
  shape,
  presence: 'optional',
  fallback,
});

/**
 * An object with exactly these keys. A key that is not among them is a problem with a suggestion; null and, since
 * parsers give it for a block that isn't there, the empty list count as absent. All keys are read before the object
 * is given up because of one.
 */
export function object<F extends Fields>(fields: F, expects = 'a block'): Shape<ObjectOf<F>> {
  return {
    expects,
    read: (value, at) => {
      if (!isJsonObject(value)) return mistyped(at, expects, value);
      reportUnknown(value, Object.keys(fields), at);
      const read = Object.entries(fields).map(([key, field]) => readField(value[key], field, key, at));
      if (read.some((field) => !field.readable)) return undefined;
      return Object.fromEntries(
        Object.keys(fields).map((key, index) => [key, read[index]?.value]),
      ) as ObjectOf<F>;
    },
  };
}

function reportUnknown(value: JsonObject, known: readonly string[], at: Place): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const nearest = suggest(key, known);
    at.report({
      path: below(at, key).path,
      message: 'is not known here',
      ...(nearest === undefined ? {} : { suggestion: `did you mean "${nearest}"?` }),
    });
  }
}

interface ReadField {
  readonly readable: boolean;
  readonly value: unknown;
}

function readField(value: Json | undefined, field: Field<unknown>, key: string, within: Place): ReadField {
  if (value === undefined || value === null || isEmptyList(value, field)) {
    if (field.presence === 'optional') return { readable: true, value: field.fallback };
    within.report({ path: below(within, key).path, message: `is required: ${field.shape.expects}` });
    return { readable: false, value: undefined };
  }
  const read = field.shape.read(value, below(within, key));
  return { readable: read !== undefined, value: read };
}

const isEmptyList = (value: Json, { shape }: Field<unknown>): boolean =>
  Array.isArray(value) && value.length === 0 && shape.takesEmptyList !== true;
