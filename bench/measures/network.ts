import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Row } from '../row.js';
import { projectRoot } from '../world.js';

const program = join(projectRoot, 'dist/bench/network-process.js');

/** In a network namespace of its own, with a world of its own: bridges and rules stay there, and go with it. */
export async function measureNetwork(): Promise<readonly Row[]> {
  const { stdout } = await promisify(execFile)('unshare', ['--net', process.execPath, program]);
  return JSON.parse(stdout) as readonly Row[];
}
