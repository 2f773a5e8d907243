import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';

const { directory, stop } = workerData as { readonly directory: string; readonly stop: Int32Array };
const [inside, outside, aside] = ['swapped', 'planted', 'aside'].map((name) => join(directory, name)) as [
  string,
  string,
  string,
];

/** Puts a link that leads out in the place of a directory, and takes it away again, as fast as it can. */
while (Atomics.load(stop, 0) === 0) {
  renameSync(inside, aside);
  renameSync(outside, inside);
  renameSync(inside, outside);
  renameSync(aside, inside);
}
