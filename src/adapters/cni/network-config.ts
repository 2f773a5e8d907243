import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { NetworkPlan } from '../../domain/model/group-network.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { isJsonObject, type Json, type JsonObject } from '../../domain/shared/json.js';
import { err, ok } from '../../domain/shared/result.js';
import { unlessMissing } from './read-fault.js';
import type { CniSettings } from './settings.js';

/** A list of plugins, as the specification of CNI has it; none where there is but a loopback. */
export interface NetworkConfig {
  readonly name: string;
  readonly cniVersion: string;
  readonly plugins: readonly PluginConfig[];
}

export type PluginConfig = JsonObject & { readonly type: string };

/** `not-found` when the host describes no network of that name. */
export async function configFor(mode: NetworkPlan['mode'], settings: CniSettings): Answer<NetworkConfig> {
  if (mode === 'none') return ok({ name: 'none', cniVersion: '0.4.0', plugins: [] });
  if (mode === 'bridge') return ok(ownBridge(settings));
  return findConfig(settings.cniConfigDirectory, mode.slice('cni/'.length));
}

const ownBridge = ({ bridgeName, bridgeSubnet, runDirectory }: CniSettings): NetworkConfig => ({
  name: 'wharf',
  cniVersion: '0.4.0',
  plugins: [
    {
      type: 'bridge',
      bridge: bridgeName,
      isGateway: true,
      ipMasq: true,
      hairpinMode: true,
      forceAddress: true,
      ipam: {
        type: 'host-local',
        dataDir: posix.join(runDirectory, 'networks', 'leases'),
        ranges: [[{ subnet: bridgeSubnet }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
    { type: 'firewall', backend: 'iptables', iptablesAdminChainName: 'WHARF-ADMIN' },
    { type: 'portmap', capabilities: { portMappings: true }, snat: true },
  ],
});

/** The first by the names of the files, as others choose it too. What is no description of a network is passed over. */
async function findConfig(directory: string, name: string): Answer<NetworkConfig> {
  const files = (await unlessMissing(readdir(directory), [])).filter((file) =>
    /\.(?:conf|conflist|json)$/.test(file),
  );
  for (const file of files.sort()) {
    const config = readConfig(await unlessMissing(readFile(posix.join(directory, file), 'utf8'), ''));
    if (config?.name === name) return ok(config);
  }
  return err(
    fault('not-found', `there is no CNI network "${name}" in ${directory}`, {
      remedy: `describe it there, in a file NAME.conflist that says "name": "${name}"`,
    }),
  );
}

/** Undefined when the text is no description of a network: neither a list of plugins nor one. */
export function readConfig(text: string): NetworkConfig | undefined {
  const json = parsed(text);
  return json === undefined ? undefined : configOf(json);
}

export function configOf(json: Json): NetworkConfig | undefined {
  if (!isJsonObject(json) || typeof json['name'] !== 'string') return undefined;
  const { name, cniVersion, plugins } = json;
  const listed = Array.isArray(plugins) ? (plugins as readonly Json[]) : [json];
  if (!listed.every(isPlugin)) return undefined;
  return { name, cniVersion: typeof cniVersion === 'string' ? cniVersion : '0.2.0', plugins: listed };
}

const isPlugin = (json: Json): json is PluginConfig => isJsonObject(json) && typeof json['type'] === 'string';

export const publishesPorts = ({ plugins }: NetworkConfig): boolean => plugins.some(takesPorts);

export const takesPorts = ({ capabilities }: PluginConfig): boolean =>
  isJsonObject(capabilities) && capabilities['portMappings'] === true;

/** What keeps addresses for it, if anything does. */
export const addressKeeper = ({ ipam }: PluginConfig): PluginConfig | undefined =>
  ipam !== undefined && isPlugin(ipam) ? ipam : undefined;

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
