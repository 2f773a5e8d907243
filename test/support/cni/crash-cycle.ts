import type { CniSettings } from '../../../src/adapters/cni/settings.js';
import type { NetworkPlan } from '../../../src/domain/model/group-network.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import { anIdentity } from '../../../src/testing/builders/an-identity.js';
import type { NetworkDeath } from './network-death.js';
import { byAnother, type NetworkDeed } from './network-deed.js';
import type { NetworkHost } from './network-host.js';

const never = new AbortController().signal;

export const aPublishingPlan = (port: number): NetworkPlan => ({
  identity: anIdentity({ kind: 'network', task: '/network' }),
  mode: 'bridge',
  holderPid: undefined,
  ports: [{ hostIp: '', hostPort: port, taskPort: 80 }],
});

/** The programs that one runs that lives. */
export async function programsOf(host: NetworkHost, what: NetworkDeed['what']): Promise<readonly string[]> {
  const plan = aPublishingPlan(23_000);
  const networks = host.networks();
  if (what === 'remove') await networks.add(plan, never);
  const ran = await byAnother(deedOf(host, what, plan));
  await networks.remove(deedOf(host, what, plan).id, never);
  return ran;
}

/** What is wrong, in words, after one was killed as it made or removed a network, and another removed it. */
export async function crashCycle(
  host: NetworkHost,
  what: NetworkDeed['what'],
  death: NetworkDeath,
): Promise<readonly string[]> {
  const plan = aPublishingPlan(23_000);
  const deed = deedOf(host, what, plan);
  if (what === 'remove') await host.networks().add(plan, never);
  const ran = await byAnother({ ...deed, death });
  const removed = await host.networks().remove(deed.id, never);
  const sins = [
    ...(ran.length === death.program ? [] : ['it did not die there']),
    ...(removed.ok ? [] : [removed.error.message]),
    ...(await host.traces()),
  ];
  const where = `${what}, killed at ${String(ran.at(-1))} ${JSON.stringify(death)}`;
  return sins.map((sin) => `${where}: ${sin}`);
}

export const deedOf = (
  host: NetworkHost,
  what: NetworkDeed['what'],
  plan: NetworkPlan,
  over: Partial<CniSettings> = {},
): NetworkDeed => ({
  what,
  plan,
  id: `wharf-${plan.identity.attempt}` as InstanceId,
  settings: host.settings(over),
  prefix: host.prefix,
});
