/** The middle of the values; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (at(sorted, Math.ceil(middle) - 1) + at(sorted, Math.floor(middle))) / 2;
}

/** Runs every measure once per round, each round in another order, so that what drifts drifts for all alike. */
export async function interleave<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(measures) as Name[];
  const seen = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of rotated(names, round)) seen[name].push(await measures[name]());
  }
  return seen;
}

const rotated = <T>(list: readonly T[], by: number): readonly T[] => {
  const cut = by % list.length;
  return [...list.slice(cut), ...list.slice(0, cut)];
};

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined) throw new Error('statistics of no values');
  return value;
}
