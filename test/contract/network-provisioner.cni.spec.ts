import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { programRunner, type RunProgram } from '../../src/adapters/cni/run-program.js';
import type { NetworkPlan } from '../../src/domain/model/group-network.js';
import type { InstanceId } from '../../src/domain/model/ids.js';
import {
  describeNetworkProvisioner,
  type NetworkHolder,
} from '../../src/testing/contract/network-provisioner.contract.js';
import { eventually } from '../../src/testing/eventually.js';
import { NetworkHost, plainNetwork } from '../support/cni/network-host.js';

const run = promisify(execFile);
const listened = 22_222;
const listener = `require('node:net').createServer().listen(${listened.toString()}, () => console.log('up'))`;

describeNetworkProvisioner('of CNI plugins', async () => {
  const host = await NetworkHost.make();
  const real = programRunner(host.prefix);
  const children: ChildProcess[] = [];
  let obstructed = false;
  const obstructible: RunProgram = (call) =>
    obstructed && (call.program.endsWith('-restore') || call.environment?.['CNI_COMMAND'] === 'DEL')
      ? Promise.resolve({ kind: 'code', code: 1, out: '', errors: 'it is in the way' })
      : real(call);
  return {
    subject: host.networks({}, obstructible),
    restarted: () => host.networks(),
    unusable: () => host.networks({ cniPath: [host.directory] }),
    scarce: () =>
      host.networks({
        bridgeName: 'wharf-few',
        bridgeSubnet: '172.28.0.0/30',
        runDirectory: join(host.directory, 'run-few'),
      }),
    named: plainNetwork,
    holder: () => holderBeside(children),
    listened: async () => {
      const [enter, ...words] = host.prefix;
      const child = spawn(enter, [...words, process.execPath, '-e', listener], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      children.push(child);
      await new Promise((resolve) => child.stdout.once('data', resolve));
      return listened;
    },
    halfMake: (plan) => halfMake(host, plan, real),
    lose: async (id) => {
      await run('umount', [join(host.directory, 'run', 'networks', id, 'ns')]);
    },
    obstruct: () => {
      obstructed = true;
      return () => {
        obstructed = false;
      };
    },
    traces: () => host.traces(),
    dispose: async () => {
      for (const child of children) child.kill('SIGKILL');
      await host.dispose();
    },
  };
});

async function holderBeside(children: ChildProcess[]): Promise<NetworkHolder> {
  const own = await readlink('/proc/self/ns/net');
  const child = spawn('unshare', ['--net', 'sleep', '1000'], { stdio: 'ignore' });
  children.push(child);
  const pid = child.pid ?? 0;
  const network = async (): Promise<string | undefined> => {
    const link = await readlink(`/proc/${pid.toString()}/ns/net`).catch(() => '');
    return /\d+/.exec(link === own ? '' : link)?.[0];
  };
  await eventually(async () => (await network()) !== undefined);
  return { pid, network };
}

/** A provisioner that comes no further than the plugin that makes rules. */
async function halfMake(host: NetworkHost, plan: NetworkPlan, real: RunProgram): Promise<InstanceId> {
  let arrived = (): void => undefined;
  const there = new Promise<void>((resolve) => (arrived = resolve));
  const stops: RunProgram = (call) => {
    if (!call.program.endsWith('/firewall')) return real(call);
    arrived();
    return new Promise(() => undefined);
  };
  const leaving = new AbortController();
  const adding = host.networks({}, stops).add(plan, leaving.signal);
  await there;
  leaving.abort();
  await adding;
  return `wharf-${plan.identity.attempt}` as InstanceId;
}
