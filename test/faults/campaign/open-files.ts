import { readdir, readlink } from 'node:fs/promises';

/** What this process has open, and its memory. */
export async function holdings(): Promise<ReadonlyMap<string, number>> {
  const open = [...(await openFiles())].map(([kind, count]) => [`open: ${kind}`, count] as const);
  return new Map([...open, ['MiB of memory', Math.round(process.memoryUsage.rss() / 2 ** 20)]]);
}

/** How many files this process has open, by kind: sockets, pipes, watches and so on. */
export async function openFiles(): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const numbers = await readdir('/proc/self/fd');
  const links = await Promise.all(
    numbers.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => '')),
  );
  for (const link of links.filter((each) => each !== '')) {
    // The one that lists them all is closed by now.
    const kind = link.startsWith('/') ? 'file' : link.replace(/:?\[\d+\]$/, '');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** In words, which kinds there are more of than before. */
export const moreThan = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): readonly string[] =>
  [...after]
    .filter(([kind, count]) => count > (before.get(kind) ?? 0))
    .map(([kind, count]) => `${kind}: ${(before.get(kind) ?? 0).toString()} before, ${count.toString()} now`);
