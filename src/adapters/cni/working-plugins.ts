import { readdir, readFile } from 'node:fs/promises';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { ProcessIdentity } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err } from '../../domain/shared/result.js';
import type { CniPorts } from './settings.js';

/** Milliseconds that what was killed may live on. */
const dyingBoundMs = 10_000;
const never = new AbortController().signal;

/**
 * Kills what still works on a network: a plugin outlives an agent that was killed, and would go on making what is being taken
 * off the host. Plugins and what they start have the network's id in their environment.
 */
export async function endWorking(id: InstanceId, ports: CniPorts): Answer<undefined> {
  const patientUntil = ports.clock.steady() + dyingBoundMs;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
    const working = await workingOn(id, ports);
    const [first] = working;
    if (first === undefined) return done;
    if (ports.clock.steady() > patientUntil)
      return err(fault('internal', `process ${first.pid.toString()} outlives SIGKILL`));
    for (const one of working) await ports.processes.signal(one, 'SIGKILL');
    await ports.clock.sleep(waitMs, never);
  }
}

async function workingOn(id: InstanceId, { processes }: CniPorts): Promise<readonly ProcessIdentity[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      // Before its environment is read: what has its pid by then is another process, and not signalled.
      const identity = await processes.identify(pid);
      if (!identity.ok || identity.value === undefined) return undefined;
      return (await environmentOf(pid)).includes(`CNI_CONTAINERID=${id}`) ? identity.value : undefined;
    }),
  );
  return found.filter((identity) => identity !== undefined);
}

/** Empty when it is gone. */
const environmentOf = async (pid: number): Promise<readonly string[]> =>
  (await readFile(`/proc/${pid.toString()}/environ`, 'latin1').catch(() => '')).split('\0');
