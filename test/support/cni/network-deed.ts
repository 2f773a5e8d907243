import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { CniSettings } from '../../../src/adapters/cni/settings.js';
import type { NetworkPlan } from '../../../src/domain/model/group-network.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { NetworkDeath } from './network-death.js';

export interface NetworkDeed {
  readonly what: 'add' | 'remove';
  readonly id: InstanceId;
  readonly plan: NetworkPlan;
  readonly settings: CniSettings;
  readonly prefix: readonly string[];
  readonly death?: NetworkDeath;
}

const script = fileURLToPath(new URL('network-deed-process.js', import.meta.url));

/** Has another process do it; answers the programs that it ran, and at last `done` unless it died or failed. */
export async function byAnother(deed: NetworkDeed): Promise<readonly string[]> {
  const child = spawn(process.execPath, [script, JSON.stringify(deed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  // Not its output: what outlives it may hold that.
  await once(child, 'exit');
  return said.split('\n').slice(0, -1);
}
