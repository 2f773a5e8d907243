import type { RuntimeDescription } from '../../../domain/model/instance.js';
import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';
import { type ApiVersion, formatApiVersion } from '../connection/api-version.js';
import type { EngineTraits } from './container-request.js';

export const isEngine = (info: Json): boolean =>
  isJsonObject(info) && text(info, 'ServerVersion') !== undefined;

/** What the engine tells about itself, for people and for programs. */
export function readEngine(info: Json, api: ApiVersion): RuntimeDescription {
  const facts = isJsonObject(info) ? info : {};
  const version = text(facts, 'ServerVersion') ?? '0';
  const spoken = formatApiVersion(api);
  const optional = {
    os_type: text(facts, 'OSType'),
    cgroup_driver: text(facts, 'CgroupDriver'),
    cgroup_version: text(facts, 'CgroupVersion'),
    storage_driver: text(facts, 'Driver'),
    runtimes: runtimesOf(facts),
  };
  const told = Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    summary: `Docker Engine ${version} (API ${spoken})`,
    version,
    attributes: { version, api_version: spoken, ...Object.fromEntries(told) },
  };
}

export function readTraits(info: Json, api: ApiVersion): EngineTraits {
  const told = isJsonObject(info) ? info['CgroupVersion'] : undefined;
  return { api, cgroup: told === '1' ? 'v1' : told === '2' ? 'v2' : undefined };
}

const text = (facts: JsonObject, key: string): string | undefined => {
  const value = facts[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function runtimesOf({ Runtimes: runtimes }: JsonObject): string | undefined {
  return isJsonObject(runtimes) ? Object.keys(runtimes).sort().join(',') : undefined;
}
