import { isJsonObject, type Json } from '../shared/json.js';
import { isUnresolved } from './scalars.js';
import { below, mistyped, type Place, type Shape } from './shape.js';

export const list = <T>(of: Shape<T>): Shape<readonly T[]> => ({
  expects: `a list in which each item is ${of.expects}`,
  takesEmptyList: true,
  read: (value, at) => {
    if (isUnresolved(value, at)) return undefined;
    if (!Array.isArray(value)) return mistyped(at, `a list in which each item is ${of.expects}`, value);
    return (value as readonly Json[])
      .map((item, index) => of.read(item, below(at, index)))
      .filter((item) => item !== undefined);
  },
});

/** Free keys. Several blocks of one name are one map, later ones winning. */
export const map = <T>(of: Shape<T>): Shape<Readonly<Record<string, T>>> => ({
  expects: `a map in which each value is ${of.expects}`,
  takesEmptyList: true,
  read: (value, at) => {
    if (isUnresolved(value, at)) return undefined;
    const parts: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
    const wrong = parts.find((part) => !isJsonObject(part));
    if (wrong !== undefined) return mistyped(at, `a map in which each value is ${of.expects}`, wrong);
    return Object.fromEntries(parts.filter(isJsonObject).flatMap((part) => entries(part, of, at)));
  },
});

function entries<T>(
  part: Readonly<Record<string, Json | undefined>>,
  of: Shape<T>,
  at: Place,
): readonly [string, T][] {
  return Object.entries(part).flatMap(([key, value]) => {
    const read = value === undefined || value === null ? undefined : of.read(value, below(at, key));
    return read === undefined ? [] : [[key, read] as [string, T]];
  });
}

/** A block that stands at most once. A parser that can't tell one from many gives a list of one. */
export const block = <T>(of: Shape<T>): Shape<T> => ({
  expects: of.expects,
  read: (value, at) => {
    if (!Array.isArray(value)) return of.read(value, at);
    const items = value as readonly Json[];
    if (items.length > 1) {
      at.report({
        path: at.path,
        message: `stands ${items.length.toString()} times, but only one is allowed`,
      });
    }
    return items[0] === undefined ? undefined : of.read(items[0], at);
  },
});

/** A block that may stand any number of times. */
export const blocks = <T>(of: Shape<T>): Shape<readonly T[]> => ({
  expects: `blocks, each ${of.expects}`,
  takesEmptyList: true,
  read: (value, at) => list(of).read(Array.isArray(value) ? value : [value], at),
});

export interface Labelled<T> {
  readonly label: string;
  readonly value: T;
}

/** Blocks with a name after the keyword, such as `task "web" { … }`, in the order in which the parser gives them. */
export const labelled = <T>(of: Shape<T>): Shape<readonly Labelled<T>[]> => ({
  expects: 'blocks with a label',
  takesEmptyList: true,
  read: (value, at) => {
    const parts: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
    return parts.flatMap((part) => {
      if (!isJsonObject(part)) {
        mistyped(at, 'a block with a label', part);
        return [];
      }
      return Object.entries(part).flatMap(([label, bodies]) => readBodies(label, bodies ?? null, of, at));
    });
  },
});

function readBodies<T>(label: string, bodies: Json, of: Shape<T>, at: Place): readonly Labelled<T>[] {
  const place = below(at, label);
  const all: readonly Json[] = Array.isArray(bodies) ? (bodies as readonly Json[]) : [bodies];
  return all.flatMap((body) => {
    const value = of.read(body, place);
    return value === undefined ? [] : [{ label, value }];
  });
}
