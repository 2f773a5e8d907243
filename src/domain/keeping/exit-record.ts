import type { Exit } from '../model/exit.js';
import { signalNames } from '../model/signals.js';
import { object, required } from '../shape/object.js';
import { boolean, number, oneOf, string } from '../shape/scalars.js';
import type { Shape } from '../shape/shape.js';
import { variant } from './variant.js';

const oom = required(boolean());

export const exitRecord: Shape<Exit> = variant<Exit>('kind', {
  code: object({ kind: required(oneOf('code')), code: required(number()), oom }),
  signal: object({ kind: required(oneOf('signal')), signal: required(oneOf(...signalNames)), oom }),
  unknown: object({ kind: required(oneOf('unknown')), why: required(string()), oom }),
});
