import { readdir, readFile } from 'node:fs/promises';

/** Proportional set size of a process, in MiB: its own pages, and its share of those it has in common with others. */
export async function pssOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid.toString()}/smaps_rollup`, 'utf8');
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  return Number(kilobytes) / 1024;
}

/** The processes with this name whose command line has this text in it. */
export async function pidsOf(name: string, text: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(
    pids.map(async (pid) =>
      (await textOf(`/proc/${pid}/comm`)).trim() === name &&
      (await textOf(`/proc/${pid}/cmdline`)).includes(text)
        ? [Number(pid)]
        : [],
    ),
  );
  return found.flat();
}

/** A process may end while it is being looked at. */
const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
