import {
  type BoundDirectory,
  hasTaskMounts,
  type HostObject,
  labelClaim,
  momentOf,
} from '../../../domain/model/host-object.js';
import type { InstanceId } from '../../../domain/model/ids.js';
import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';

/** What a list tells of a container. */
export interface Sighting {
  readonly object: HostObject;
  /** Whether an inspect tells more of whose it is. `perhaps`: but it is no task of ours whatever that tells. */
  readonly more: 'yes' | 'no' | 'perhaps';
}

/** Undefined when it is no list of containers, or of something without an id: what that hides nobody knows. */
export function readSightings(answer: Json): readonly Sighting[] | undefined {
  if (!Array.isArray(answer)) return undefined;
  const sightings = (answer as readonly Json[]).flatMap(readSighting);
  return sightings.length === answer.length ? sightings : undefined;
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

/** The engine writes null for what is empty. What makes no sense otherwise is left to the inspect. */
function readSighting(item: Json): readonly Sighting[] {
  const { Id: id, Created: created, Labels: labels, Mounts: mounts } = fieldsOf(item);
  if (!isText(id)) return [];
  const claim = labelClaim(labels);
  const object: HostObject = {
    id: id as InstanceId,
    createdAt: momentOf(typeof created === 'number' ? created * 1000 : NaN),
    claim: claim ?? { by: 'likeness', environment: {}, mounts: readBinds(mounts) },
  };
  if (claim !== undefined) return [{ object, more: 'no' }];
  return [{ object, more: isForeign(labels, mounts) ? 'perhaps' : 'yes' }];
}

const isForeign = (labels: Json | undefined = null, mounts: Json | undefined = null): boolean =>
  (labels === null || isJsonObject(labels)) &&
  (mounts === null || (Array.isArray(mounts) && !hasTaskMounts(readBinds(mounts))));

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
