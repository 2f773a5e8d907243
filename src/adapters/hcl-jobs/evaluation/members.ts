import { lookup } from '../../../domain/shared/record.js';
import { isSet } from '../values/set-value.js';
import { isObject, type Value } from '../values/value.js';
import { suggest } from '../../../domain/shape/suggest.js';
import { HclError } from '../syntax/hcl-error.js';
import { kindOf, toText, toWhole } from './convert.js';

/** `of[key]`, and `of.key`. */
export function memberOf(of: Value, key: Value): Value {
  if (isSet(of))
    throw new HclError(
      `asks for ${kindOf(key)} in a set, whose elements have no places`,
      undefined,
      'make a list of it, with convert(…, list(string))',
    );
  if (Array.isArray(of)) return itemAt(of as readonly Value[], toWhole(key));
  if (!isObject(of)) throw new HclError(`asks for ${kindOf(key)} in ${kindOf(of)}, which has no members`);
  const name = toText(key);
  const value = lookup(of, name);
  if (value !== undefined) return value;
  const nearest = suggest(name, Object.keys(of));
  throw new HclError(
    `asks for "${name}", which is not there`,
    undefined,
    nearest === undefined ? undefined : `did you mean "${nearest}"?`,
  );
}

function itemAt(list: readonly Value[], index: number): Value {
  const item = list[index];
  if (item !== undefined) return item;
  throw new HclError(`asks for item ${index.toString()} of a list that has ${list.length.toString()}`);
}
