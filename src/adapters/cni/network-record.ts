import type { PublishedPort } from '../../domain/model/container-spec.js';
import type { NamespaceId, NetworkPlan } from '../../domain/model/group-network.js';
import { type HostObject, labelClaim, momentOf } from '../../domain/model/host-object.js';
import { identityFrom, labelsOf } from '../../domain/model/identity.js';
import type { InstanceId, Instant } from '../../domain/model/ids.js';
import { isJsonObject, type Json, type JsonObject } from '../../domain/shared/json.js';
import { configOf, type NetworkConfig } from './network-config.js';

/** What a network is, and all that its plugins are told. Durable before anything else of it, and never changed. */
export interface NetworkRecord {
  readonly id: InstanceId;
  readonly createdAt: Instant;
  readonly plan: NetworkPlan;
  readonly config: NetworkConfig;
  /** As in `CNI_ARGS`. */
  readonly args: string;
  readonly cniPath: readonly string[];
}

/** How far it has come. */
export interface Progress {
  /** So many plugins, of the first ones, were begun. */
  readonly begun: number;
  /** What plugins answered, in their order. */
  readonly results: readonly Json[];
  /** Once it was made to its end. */
  readonly namespace: NamespaceId | undefined;
  /** Its addresses may be another's by now. */
  readonly addressesFreed: boolean;
}

export const noProgress: Progress = { begun: 0, results: [], namespace: undefined, addressesFreed: false };

export function writeNetworkRecord({ plan, ...rest }: NetworkRecord): string {
  const { identity, ...planned } = plan;
  return JSON.stringify({ ...rest, labels: labelsOf(identity), plan: planned }, undefined, 2);
}

/** Undefined when it is not what `writeNetworkRecord` writes. */
export function readNetworkRecord(text: string): NetworkRecord | undefined {
  const json = parsed(text);
  if (!isJsonObject(json) || !isJsonObject(json['labels']) || !isJsonObject(json['plan'])) return undefined;
  const { id, createdAt } = json;
  const identity = identityFrom(json['labels'] as Readonly<Record<string, string | undefined>>);
  const config = configOf(json['config'] ?? null);
  if (!identity.ok || config === undefined || typeof id !== 'string' || typeof createdAt !== 'number')
    return undefined;
  return {
    id: id as InstanceId,
    createdAt: createdAt as Instant,
    plan: { identity: identity.value, ...plannedIn(json['plan']) },
    config,
    ...toldIn(json),
  };
}

const toldIn = ({ args, cniPath }: JsonObject): Pick<NetworkRecord, 'args' | 'cniPath'> => ({
  args: typeof args === 'string' ? args : '',
  cniPath: Array.isArray(cniPath) ? (cniPath as readonly string[]) : [],
});

const plannedIn = ({ mode, holderPid, ports }: JsonObject): Omit<NetworkPlan, 'identity'> => ({
  mode: mode as NetworkPlan['mode'],
  holderPid: typeof holderPid === 'number' ? holderPid : undefined,
  ports: (Array.isArray(ports) ? (ports as readonly Json[]) : []).filter(isJsonObject).map(portIn),
});

const portIn = ({ hostIp, hostPort, taskPort }: JsonObject): PublishedPort => ({
  hostIp: typeof hostIp === 'string' ? hostIp : '',
  hostPort: Number(hostPort),
  taskPort: Number(taskPort),
});

/** What a record tells of whose the network is, whatever else it lacks; undefined when it names no owner. */
export function readClaimed(text: string): Omit<HostObject, 'id'> | undefined {
  const json = parsed(text);
  const claim = isJsonObject(json) ? labelClaim(json['labels']) : undefined;
  if (!isJsonObject(json) || claim === undefined) return undefined;
  const { createdAt } = json;
  return { createdAt: momentOf(typeof createdAt === 'number' ? createdAt : NaN), claim };
}

export const writeProgress = (progress: Progress): string => JSON.stringify(progress);

export function readProgress(text: string): Progress {
  const json = parsed(text);
  if (!isJsonObject(json) || typeof json['begun'] !== 'number') return noProgress;
  const { begun, results, namespace, addressesFreed } = json;
  return {
    begun,
    results: Array.isArray(results) ? (results as readonly Json[]) : [],
    namespace: typeof namespace === 'string' ? namespace : undefined,
    addressesFreed: addressesFreed === true,
  };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
