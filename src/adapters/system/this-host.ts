import { readFile } from 'node:fs/promises';
import { arch, cpus, hostname, machine, networkInterfaces, release, totalmem } from 'node:os';

import type { HostFacts } from '../../domain/model/host.js';
import type { HostIdentity } from '../../domain/ports/host-identity.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { ok } from '../../domain/shared/result.js';
import { freshNodeId, nodeIdIn } from './node-id.js';
import { parseOsRelease } from './os-release.js';

export interface ThisHostOptions {
  /** Where the node's id is kept; undefined: nothing is kept, and the id is another one each time. */
  readonly stateDirectory: string | undefined;
  /** The agent's own. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names that no task inherits. */
  readonly environmentDenylist: readonly string[];
}

/** As Nomad names its architectures, which is as Go does. */
const goArchitectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };

/** What a core counts for where its frequency can't be learned, as on some virtual machines and boards. */
const guessedMhz = 1000;

/** This machine, by its kernel and its files. */
export class ThisHost implements HostIdentity {
  readonly #options: ThisHostOptions;

  constructor(options: ThisHostOptions) {
    this.#options = options;
  }

  async facts(): Answer<HostFacts> {
    const { stateDirectory } = this.#options;
    const nodeId = stateDirectory === undefined ? ok(freshNodeId()) : await nodeIdIn(stateDirectory);
    if (!nodeId.ok) return nodeId;
    const cores = cpus().length;
    const mhz = await coreMhz();
    const facts = { hostname: hostname(), cores, cpuMhz: cores * mhz, memoryBytes: totalmem() };
    const known = { ...(await systemAttributes()), ...resourceAttributes(facts, mhz) };
    return ok({
      ...facts,
      nodeId: nodeId.value,
      bootId: await textOf('/proc/sys/kernel/random/boot_id'),
      attributes: Object.fromEntries(Object.entries(known).filter(([, value]) => value !== '')),
      environment: this.#environment(),
    });
  }

  #environment(): Readonly<Record<string, string>> {
    const { environment, environmentDenylist } = this.#options;
    return Object.fromEntries(
      Object.entries(environment).flatMap(([name, value]) =>
        value === undefined || environmentDenylist.includes(name) ? [] : [[name, value]],
      ),
    );
  }
}

/** The names are Nomad's. */
async function systemAttributes(): Promise<Readonly<Record<string, string>>> {
  const system = parseOsRelease((await textOf('/etc/os-release')) || (await textOf('/usr/lib/os-release')));
  return {
    'kernel.name': 'linux',
    'kernel.version': release(),
    'kernel.arch': machine(),
    'os.name': system['ID'] ?? '',
    'os.version': system['VERSION_ID'] ?? '',
    'cpu.arch': goArchitectures[arch()] ?? arch(),
    'cpu.modelname': cpus()[0]?.model.trim() ?? '',
    'unique.network.ip-address': ownAddress(),
  };
}

/** The first IPv4 address that others can reach this host by; of a host that is alone, its own. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const outward = all.find(({ family, internal }) => family === 'IPv4' && !internal);
  return outward?.address ?? '127.0.0.1';
}

type Measured = Pick<HostFacts, 'hostname' | 'cores' | 'cpuMhz' | 'memoryBytes'>;

const resourceAttributes = (
  { hostname: name, cores, cpuMhz, memoryBytes }: Measured,
  mhz: number,
): Readonly<Record<string, string>> => ({
  'cpu.numcores': cores.toString(),
  'cpu.frequency': mhz.toString(),
  'cpu.totalcompute': cpuMhz.toString(),
  'memory.totalbytes': memoryBytes.toString(),
  'unique.hostname': name,
});

/** The base frequency where the kernel knows it: what a core runs at just now comes and goes. */
async function coreMhz(): Promise<number> {
  const directory = '/sys/devices/system/cpu/cpu0/cpufreq';
  const kiloHertz = [
    await textOf(`${directory}/base_frequency`),
    await textOf(`${directory}/cpuinfo_max_freq`),
  ];
  const fromKernel = kiloHertz.map((text) => Math.round(Number(text) / 1000));
  return [...fromKernel, cpus()[0]?.speed ?? 0].find((mhz) => mhz > 0) ?? guessedMhz;
}

/** Empty when it can't be read. */
const textOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
