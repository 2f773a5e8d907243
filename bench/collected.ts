import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** MiB of this process's heap that are in use once all was collected that can be. */
export function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
