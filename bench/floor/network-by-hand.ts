import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What a network was made with, as its record says. */
export interface NetworkTemplate {
  readonly config: {
    readonly name: string;
    readonly cniVersion: string;
    readonly plugins: readonly Readonly<Record<string, unknown>>[];
  };
  readonly args: string;
  readonly cniPath: readonly string[];
}

export const networkTemplate = async (directory: string): Promise<NetworkTemplate> =>
  JSON.parse(await readFile(join(directory, 'record.json'), 'utf8')) as NetworkTemplate;

/** One network to be made by hand: the template's plugins, for another id, namespace and port. */
export interface HandNetwork {
  readonly template: NetworkTemplate;
  readonly id: string;
  readonly directory: string;
  readonly port: number;
}

export async function prepareNetwork(network: HandNetwork): Promise<void> {
  await mkdir(network.directory, { recursive: true });
  await writeFile(pinOf(network), '');
}

/** The shortest way to a fresh namespace that lasts, and all plugins, one after the other. */
export async function makeNetwork(network: HandNetwork): Promise<PluginResult> {
  await run('unshare', [`--net=${pinOf(network)}`, 'ip', 'link', 'set', 'lo', 'up']);
  return addAll(network);
}

/** The same for the namespace of a process. */
export async function makeNetworkOf(pid: number, network: HandNetwork): Promise<PluginResult> {
  await run('mount', ['--bind', `/proc/${pid.toString()}/ns/net`, pinOf(network)]);
  await run('nsenter', [`--net=${pinOf(network)}`, 'ip', 'link', 'set', 'lo', 'up']);
  return addAll(network);
}

export async function removeNetwork(network: HandNetwork, previous: PluginResult): Promise<void> {
  for (const index of [...network.template.config.plugins.keys()].reverse())
    await runPlugin(network, { command: 'DEL', index, previous });
  await run('umount', [pinOf(network)]);
  await rm(network.directory, { recursive: true });
}

const pinOf = ({ directory }: HandNetwork): string => join(directory, 'ns');

/** What the last plugin answered. */
type PluginResult = unknown;

async function addAll(network: HandNetwork): Promise<PluginResult> {
  let previous: PluginResult;
  for (const index of network.template.config.plugins.keys())
    previous = JSON.parse(await runPlugin(network, { command: 'ADD', index, previous }));
  return previous;
}

interface Step {
  readonly command: 'ADD' | 'DEL';
  readonly index: number;
  readonly previous?: unknown;
}

function runPlugin(network: HandNetwork, { command, index, previous }: Step): Promise<string> {
  const { config, args, cniPath } = network.template;
  const plugin = config.plugins[index] ?? {};
  const mappings = ['tcp', 'udp'].map((protocol) => ({
    hostPort: network.port,
    containerPort: network.port,
    protocol,
  }));
  const input = {
    ...plugin,
    name: config.name,
    cniVersion: config.cniVersion,
    ...(plugin['capabilities'] === undefined ? {} : { runtimeConfig: { portMappings: mappings } }),
    ...(previous === undefined ? {} : { prevResult: previous }),
  };
  return run(join(cniPath[0] ?? '', String(plugin['type'])), [], {
    input: JSON.stringify(input),
    environment: {
      CNI_COMMAND: command,
      CNI_CONTAINERID: network.id,
      CNI_NETNS: pinOf(network),
      CNI_IFNAME: 'eth0',
      CNI_ARGS: args,
      CNI_PATH: cniPath.join(':'),
    },
  });
}

/** What it prints. */
async function run(program: string, args: readonly string[], told?: Told): Promise<string> {
  const child = spawn(program, args, {
    stdio: [told === undefined ? 'ignore' : 'pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...told?.environment },
  });
  child.stdin?.end(told?.input);
  const closed = once(child, 'close');
  const printed = child.stdout === null ? '' : await text(child.stdout);
  const [code] = (await closed) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}: ${printed}`);
  return printed;
}

interface Told {
  readonly input: string;
  readonly environment: NodeJS.ProcessEnv;
}
