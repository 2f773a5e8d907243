import { stat } from 'node:fs/promises';

/** The directories whose databases this process has open, or is opening. */
const claimed = new Set<string>();

/**
 * Takes a directory for one user in this process; undefined when it is taken. Whoever takes it gives it back.
 *
 * LevelDB's lock keeps out other processes only, and a second try in this one would undo it: closing any file
 * descriptor of a locked file gives up the lock of the whole process.
 */
export async function claim(directory: string): Promise<(() => void) | undefined> {
  const { dev, ino } = await stat(directory);
  const key = `${dev.toString()} ${ino.toString()}`;
  if (claimed.has(key)) return undefined;
  claimed.add(key);
  return () => {
    claimed.delete(key);
  };
}
