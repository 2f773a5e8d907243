import { parseSignal, type SignalName } from '../../../domain/model/signals.js';
import { string } from '../../../domain/shape/scalars.js';
import { mistyped, type Shape } from '../../../domain/shape/shape.js';

/** Null, when it is empty: the driver decides. */
export const signal: Shape<SignalName | null> = {
  expects: 'a signal such as "SIGINT"',
  read: (value, at) => {
    if (value === '') return null;
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
