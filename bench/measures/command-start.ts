import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { Row } from '../row.js';
import { interleave, median } from '../statistics.js';
import { wharfProgram } from '../world.js';

const rounds = 25;

/** From the call to the end of a command that does nothing, against a Node that does nothing. */
export async function measureCommandStart(): Promise<readonly Row[]> {
  const seen = await interleave(rounds, {
    ours: () => timeNode([wharfProgram, 'version']),
    floor: () => timeNode(['-e', '0']),
  });
  return [
    {
      what: '`wharf version` against `node -e 0`',
      ours: median(seen.ours),
      floor: median(seen.floor),
      unit: 'ms',
      limit: 2,
      how: `median of ${rounds.toString()}`,
    },
  ];
}

async function timeNode(args: readonly string[]): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(code)}`);
  return performance.now() - begun;
}
