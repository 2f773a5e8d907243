import { readdir, readFile } from 'node:fs/promises';

/** Proportional set size of a process, in MiB: its own pages, and its share of those it has in common with others. */
export async function pssOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid.toString()}/smaps_rollup`, 'utf8');
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  return Number(kilobytes) / 1024;
}

/** The processes with this name, such as `conmon`. */
export async function pidsNamed(name: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const named = await Promise.all(
    pids.map(async (pid) => ((await nameOf(pid)) === name ? [Number(pid)] : [])),
  );
  return named.flat();
}

/** A process may end while it is being looked at. */
const nameOf = (pid: string): Promise<string> =>
  readFile(`/proc/${pid}/comm`, 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
