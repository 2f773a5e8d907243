import {
  type BoundDirectory,
  hasTaskMounts,
  type HostObject,
  labelClaim,
  momentOf,
} from '../../../domain/model/host-object.js';
import type { InstanceId } from '../../../domain/model/ids.js';
import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';

/** A container of a list that says to be somebody's. */
export interface Sighting {
  readonly id: InstanceId;
  /** Undefined when the list does not tell enough. */
  readonly object: HostObject | undefined;
}

/** What of a list says to be somebody's; undefined when any part of it makes no sense, for what that hides nobody knows. */
export function readSightings(answer: Json): readonly Sighting[] | undefined {
  if (!Array.isArray(answer)) return undefined;
  const containers = (answer as readonly Json[]).map(readListed);
  if (containers.includes(undefined)) return undefined;
  return containers.filter((container) => container !== undefined).flatMap(sightingsOf);
}

/** What an inspect shows, whosever it is; undefined when that is no container. */
export function readObject(answer: Json): HostObject | undefined {
  const { Id: id, Created: created, Config: config, Mounts: mounts } = fieldsOf(answer);
  const { Labels: labels, Env: environment } = fieldsOf(config);
  if (!isText(id)) return undefined;
  return {
    id: id as InstanceId,
    createdAt: momentOf(Date.parse(isText(created) ? created : '')),
    claim: labelClaim(labels) ?? {
      by: 'likeness',
      environment: readEnvironment(environment),
      mounts: readBinds(mounts),
    },
  };
}

interface Listed {
  readonly id: InstanceId;
  readonly created: Json | undefined;
  readonly labels: JsonObject;
  readonly mounts: Json | undefined;
}

/** The engine writes null for what is empty. */
function readListed(item: Json): Listed | undefined {
  const { Id: id, Created: created, Labels: labels, Mounts: mounts } = fieldsOf(item);
  const isWhole = (labels ?? null) === null || isJsonObject(labels);
  const hasMounts = (mounts ?? null) === null || Array.isArray(mounts);
  if (!isText(id) || !isWhole || !hasMounts) return undefined;
  return { id: id as InstanceId, created, labels: fieldsOf(labels), mounts };
}

function sightingsOf({ id, created, labels, mounts }: Listed): readonly Sighting[] {
  const claim = labelClaim(labels);
  if (claim !== undefined)
    return [
      { id, object: { id, createdAt: momentOf(typeof created === 'number' ? created * 1000 : NaN), claim } },
    ];
  return hasTaskMounts(readBinds(mounts)) ? [{ id, object: undefined }] : [];
}

/** In the order of their places: the engine gives them in another one each time. */
function readBinds(mounts: Json | undefined): readonly BoundDirectory[] {
  const binds = itemsOf(mounts).flatMap((mount) => {
    const { Type: type, Source: source, Destination: target } = fieldsOf(mount);
    return type === 'bind' && isText(source) && isText(target) ? [{ source, target }] : [];
  });
  return binds.sort((a, b) => (a.target < b.target ? -1 : 1));
}

/** A variable without a value is one that the engine was told to leave out. */
function readEnvironment(variables: Json | undefined): Readonly<Record<string, string>> {
  const entries = itemsOf(variables).flatMap((variable) => {
    const equals = isText(variable) ? variable.indexOf('=') : -1;
    return isText(variable) && equals > 0 ? [[variable.slice(0, equals), variable.slice(equals + 1)]] : [];
  });
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

const fieldsOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
const itemsOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];
const isText = (value: Json | undefined): value is string => typeof value === 'string' && value !== '';
