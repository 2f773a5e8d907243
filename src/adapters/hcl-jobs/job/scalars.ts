import { parseSignal, type SignalName } from '../../../domain/model/signals.js';
import { string } from '../../../domain/shape/scalars.js';
import { mistyped, type Shape } from '../../../domain/shape/shape.js';

/** Nothing, when it is empty: JSON jobs spell out what isn't set. */
export const signal: Shape<SignalName> = {
  expects: 'a signal such as "SIGINT"',
  read: (value, at) => {
    if (value === '') return undefined;
    return (
      (typeof value === 'string' ? parseSignal(value) : undefined) ??
      mistyped(at, 'a signal such as "SIGINT"', value)
    );
  },
};

/** Permission bits, written in octal digits. */
export const permissions: Shape<number> = {
  expects: 'octal digits such as "644"',
  read: (value, at) => {
    const digits = string().read(value, at);
    if (digits === undefined) return undefined;
    return /^[0-7]{1,5}$/.test(digits)
      ? Number.parseInt(digits, 8)
      : mistyped(at, 'octal digits such as "644"', value);
  },
};

/** Text; nothing, when it is empty. */
export const unlessEmpty: Shape<string> = {
  expects: 'a string',
  read: (value, at) => (value === '' ? undefined : string().read(value, at)),
};
