import { lookup } from '../../../domain/shared/record.js';
import type { Value, ObjectValue } from '../values/value.js';
import { toBoolean, toList, toNumber, toObject, toText } from '../evaluation/convert.js';
import { setOf } from '../evaluation/sets.js';
import { HclError } from '../syntax/hcl-error.js';
import type { Type } from './type-expression.js';

/** A value as a type wants it: numbers become text where text is wanted, and so on. Null conforms to every type. */
export function conform(value: Value, type: Type): Value {
  if (value === null) return null;
  switch (type.kind) {
    case 'any':
      return value;
    case 'string':
      return toText(value);
    case 'number':
      return toNumber(value);
    case 'bool':
      return toBoolean(value);
    case 'list':
      return toList(value).map((item) => conform(item, type.of));
    case 'set':
      return setOf(toList(value).map((item) => conform(item, type.of)));
    case 'map':
      return mapValues(toObject(value), (item) => conform(item, type.of));
    case 'object':
      return objectOf(toObject(value), type);
    case 'tuple':
      return tupleOf(toList(value), type.items);
  }
}

const mapValues = (object: ObjectValue, change: (value: Value) => Value): Value =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value ?? null)]));

/** Members that the type doesn't name are dropped, as HCL does. */
function objectOf(object: ObjectValue, { members, optional }: Extract<Type, { kind: 'object' }>): Value {
  return Object.fromEntries(
    Object.entries(members).map(([name, type]) => {
      const value = lookup(object, name);
      if (value === undefined && !optional.includes(name)) throw new HclError(`needs a member "${name}"`);
      return [name, conform(value ?? null, type)];
    }),
  );
}

function tupleOf(list: readonly Value[], types: readonly Type[]): Value {
  if (list.length !== types.length)
    throw new HclError(`needs ${types.length.toString()} items, not ${list.length.toString()}`);
  return types.map((type, index) => conform(list[index] ?? null, type));
}
