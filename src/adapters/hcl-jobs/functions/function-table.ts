import type { Value } from '../values/value.js';

/** A function of the language: takes values that were evaluated, and throws an HclError for those it can't take. */
export interface HclFunction {
  readonly min: number;
  /** Undefined: any number of arguments. */
  readonly max?: number;
  readonly run: (...args: readonly Value[]) => Value;
}

export type FunctionTable = Readonly<Record<string, HclFunction>>;

type Exactly<N extends number, T extends readonly Value[] = readonly []> = T['length'] extends N
  ? T
  : Exactly<N, readonly [...T, Value]>;

/** A function of just as many arguments. */
export const exactly = <N extends number>(count: N, run: (...args: Exactly<N>) => Value): HclFunction => ({
  min: count,
  max: count,
  run: run as HclFunction['run'],
});

/** A function of at least as many arguments. */
export const atLeast = (min: number, run: HclFunction['run']): HclFunction => ({ min, run });
