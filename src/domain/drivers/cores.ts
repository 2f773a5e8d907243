import type { Problem } from '../shape/problem.js';
import { problem } from '../shape/problem.js';
import { err, ok, type Result } from '../shared/result.js';

/** One task that wants whole cores to itself. */
export interface CoreWish {
  /** Of the task, for the problem. */
  readonly path: string;
  readonly cores: number;
}

/** Sets of CPUs such as `0-1`, one per wish and in its order, none in two sets; or the wishes that find no room. */
export function keepCores(
  wishes: readonly CoreWish[],
  hostCores: number,
): Result<readonly string[], readonly Problem[]> {
  const starts = wishes.map((_, index) =>
    wishes.slice(0, index).reduce((taken, { cores }) => taken + cores, 0),
  );
  const homeless = wishes.flatMap(({ path, cores }, index) => {
    const left = Math.max(0, hostCores - (starts[index] ?? 0));
    return cores <= left ? [] : [tooMany(path, cores, left, hostCores)];
  });
  return homeless.length > 0
    ? err(homeless)
    : ok(wishes.map(({ cores }, index) => range(starts[index] ?? 0, cores)));
}

const tooMany = (path: string, cores: number, left: number, hostCores: number): Problem =>
  problem(
    `${path}.resources.cores`,
    `asks for ${cores.toString()}, but of this host's ${hostCores.toString()} only ${left.toString()} are left`,
    'ask for less, or for "cpu" in place of "cores"',
  );

const range = (first: number, count: number): string =>
  count === 1 ? first.toString() : `${first.toString()}-${(first + count - 1).toString()}`;
