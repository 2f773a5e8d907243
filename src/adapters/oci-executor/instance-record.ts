import { type Identity, identityFrom, labelsOf } from '../../domain/model/identity.js';
import { type HostObject, labelClaim, momentOf } from '../../domain/model/host-object.js';
import type { Instant } from '../../domain/model/ids.js';
import type { ProcessIdentity } from '../../domain/ports/process-table.js';
import { isJsonObject, type Json } from '../../domain/shared/json.js';

/** What an instance is. Written before anything else of it is on the host, and never changed. */
export interface InstanceRecord {
  readonly name: string;
  readonly identity: Identity;
  readonly createdAt: Instant;
  /** Of the boot in which it was made; in another nothing of it lives. */
  readonly bootId: string;
  /** The OCI runtime that made it and understands its state. */
  readonly runtime: string;
}

export const writeInstanceRecord = ({ identity, ...rest }: InstanceRecord): string =>
  JSON.stringify({ ...rest, labels: labelsOf(identity) });

/** Undefined when it is not what `writeInstanceRecord` writes. */
export function readInstanceRecord(text: string): InstanceRecord | undefined {
  const json = parsed(text);
  if (!isJsonObject(json) || !isJsonObject(json['labels'])) return undefined;
  const { name, createdAt, bootId, runtime } = json;
  const identity = identityFrom(json['labels'] as Readonly<Record<string, string | undefined>>);
  if (!identity.ok || typeof name !== 'string' || typeof createdAt !== 'number') return undefined;
  if (typeof bootId !== 'string' || typeof runtime !== 'string') return undefined;
  return { name, identity: identity.value, createdAt: createdAt as Instant, bootId, runtime };
}

/** What a record tells of whose the instance is, whatever else it lacks; undefined when it names no owner. */
export function readClaimed(text: string): Omit<HostObject, 'id'> | undefined {
  const json = parsed(text);
  const claim = isJsonObject(json) ? labelClaim(json['labels']) : undefined;
  if (!isJsonObject(json) || claim === undefined) return undefined;
  const { createdAt } = json;
  return { createdAt: momentOf(typeof createdAt === 'number' ? createdAt : NaN), claim };
}

export const writeProcessIdentity = (identity: ProcessIdentity): string => JSON.stringify(identity);

/** Undefined when it is not what `writeProcessIdentity` writes. */
export function readProcessIdentity(text: string): ProcessIdentity | undefined {
  const json = parsed(text);
  if (!isJsonObject(json)) return undefined;
  const { pid, startTicks, bootId } = json;
  return typeof pid === 'number' && typeof startTicks === 'number' && typeof bootId === 'string'
    ? { pid, startTicks, bootId }
    : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
