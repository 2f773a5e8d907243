import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

const bytes = 64 * 1024;

/**
 * Why nothing can be kept in a directory, by trying: LevelDB tells what the kernel answered in words only. Undefined
 * when it can.
 */
export async function probe(directory: string): Promise<Error | undefined> {
  const path = join(directory, 'probe');
  try {
    const file = await open(path, 'w', 0o600);
    await file
      .writeFile(Buffer.alloc(bytes))
      .then(() => file.sync())
      .finally(() => file.close());
    return undefined;
  } catch (cause) {
    return cause as Error;
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}
