import type { Problem } from '../shape/problem.js';
import { problem } from '../shape/problem.js';
import { err, ok, type Result } from '../shared/result.js';

/** One task that wants whole cores to itself. */
export interface CoreWish {
  /** Of the task, for the problem. */
  readonly path: string;
  readonly cores: number;
}

/**
 * Sets of CPUs such as `0-1`, one per wish and in its order, none in two sets nor among those that are taken; or the wishes
 * that find no room.
 */
export function keepCores(
  wishes: readonly CoreWish[],
  hostCores: number,
  taken: readonly string[] = [],
): Result<readonly string[], readonly Problem[]> {
  const used = new Set(taken.flatMap(cpusIn));
  const free = Array.from({ length: hostCores }, (_, cpu) => cpu).filter((cpu) => !used.has(cpu));
  const starts = wishes.map((_, index) =>
    wishes.slice(0, index).reduce((before, { cores }) => before + cores, 0),
  );
  const homeless = wishes.flatMap(({ path, cores }, index) => {
    const left = Math.max(0, free.length - (starts[index] ?? 0));
    return cores <= left ? [] : [tooMany(path, cores, left, hostCores)];
  });
  if (homeless.length > 0) return err(homeless);
  return ok(wishes.map(({ cores }, index) => setOf(free.slice(starts[index], (starts[index] ?? 0) + cores))));
}

const tooMany = (path: string, cores: number, left: number, hostCores: number): Problem =>
  problem(
    `${path}.resources.cores`,
    `asks for ${cores.toString()}, but of this host's ${hostCores.toString()} only ${left.toString()} are left`,
    'ask for less, or for "cpu" in place of "cores"',
  );

/** Of a set such as `0-1,3`. */
const cpusIn = (set: string): readonly number[] =>
  set.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });

/** Neighbours are told as a range. */
function setOf(cpus: readonly number[]): string {
  const ranges: { readonly first: number; last: number }[] = [];
  for (const cpu of cpus) {
    const range = ranges.at(-1);
    if (range?.last === cpu - 1) range.last = cpu;
    else ranges.push({ first: cpu, last: cpu });
  }
  return ranges
    .map(({ first, last }) => (first === last ? first.toString() : `${first.toString()}-${last.toString()}`))
    .join(',');
}
