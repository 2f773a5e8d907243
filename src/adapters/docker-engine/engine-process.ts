import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * The process that listens at a unix socket; undefined when none does, or it can't be seen. Of several it is not the first
 * of all: a service manager that made the socket keeps it open beside the service.
 */
export async function listenerAt(socketPath: string, proc = '/proc'): Promise<number | undefined> {
  const inode = await listeningInode(socketPath, proc);
  if (inode === undefined) return undefined;
  const pids = (await readdir(proc))
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
  const holders: number[] = [];
  for (const pid of pids) if (await holds(`${proc}/${pid.toString()}/fd`, inode)) holders.push(pid);
  return holders.find((pid) => pid !== 1) ?? holders[0];
}

/** `Num RefCount Protocol Flags Type St Inode Path`, of which the flags say who accepts connections. */
async function listeningInode(socketPath: string, proc: string): Promise<string | undefined> {
  const lines = (await readFile(`${proc}/net/unix`, 'utf8')).split('\n').map((line) => line.trim());
  const fields = lines
    .filter((line) => line.endsWith(` ${socketPath}`))
    .map((line) => line.split(/\s+/))
    .find(([, , , flags = '0']) => (Number.parseInt(flags, 16) & 0x10000) !== 0);
  return fields?.[6];
}

async function holds(directory: string, inode: string): Promise<boolean> {
  const descriptors = await readdir(directory).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`${directory}/${descriptor}`).catch(() => '');
    if (target === `socket:[${inode}]`) return true;
  }
  return false;
}

/** The mount namespace of a process; undefined when it can't be told. */
export const mountNamespaceOf = (process: string, proc = '/proc'): Promise<string | undefined> =>
  readlink(`${proc}/${process}/ns/mnt`).catch(() => undefined);
