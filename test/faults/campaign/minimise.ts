import type { Script } from './script.js';

/** The host's own schedule is no part of a script: one that fails may not do so each time. */
const tries = 3;
const boundMs = 300_000;

/** A script with as much left out of it as leaves it failing, as far as that is found in the time there is. */
export async function minimise(
  script: Script,
  fails: (smaller: Script) => Promise<boolean>,
): Promise<Script> {
  const end = performance.now() + boundMs;
  const stillFails = async (smaller: Script): Promise<boolean> => {
    for (let time = 0; time < tries && performance.now() < end; time++) if (await fails(smaller)) return true;
    return false;
  };
  let smallest = script;
  for (let pieces = 2; performance.now() < end; pieces *= 2) {
    const parts = partsOf(smallest);
    const most = Math.max(...parts.map(({ count }) => count));
    for (const { count, without } of parts)
      for (const [first, last] of rangesOf(count, pieces).toReversed()) {
        const smaller = without(smallest, first, last);
        if (await stillFails(smaller)) smallest = smaller;
      }
    if (pieces >= most) break;
  }
  return smallest;
}

interface Part {
  readonly count: number;
  readonly without: (script: Script, first: number, end: number) => Script;
}

const partsOf = ({ lanes, faults }: Script): readonly Part[] => [
  {
    count: lanes.length,
    without: (script, first, end) => ({ ...script, lanes: left(script.lanes, first, end) }),
  },
  {
    count: faults.length,
    without: (script, first, end) => ({ ...script, faults: left(script.faults, first, end) }),
  },
  {
    count: Math.max(0, ...lanes.map(({ lives }) => lives.length)),
    without: (script, first, end) => ({
      ...script,
      lanes: script.lanes.map((lane) => ({ ...lane, lives: left(lane.lives, first, end) })),
    }),
  },
];

const left = <T>(items: readonly T[], first: number, end: number): readonly T[] => [
  ...items.slice(0, first),
  ...items.slice(end),
];

/** `count` things in so many runs of about the same length; the last one first, so that the others keep their places. */
function rangesOf(count: number, pieces: number): readonly (readonly [number, number])[] {
  const length = Math.max(1, Math.ceil(count / pieces));
  return Array.from({ length: Math.ceil(count / length) }, (_, index) => [
    index * length,
    Math.min(count, (index + 1) * length),
  ]);
}
