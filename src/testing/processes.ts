import { readFile, readdir } from 'node:fs/promises';

/** Pids of the host's processes, zombies left out, that have `marker` in their command line. */
export async function processesBearing(marker: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return line.includes(marker) && pid !== process.pid.toString() ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}
