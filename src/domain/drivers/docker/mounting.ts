import type { DockerPolicy } from '../../model/driver-policy.js';
import type { Mount } from '../../model/mount.js';
import type { Mounting, OwnMount } from '../../model/mounting.js';
import { blocks, list } from '../../shape/collections.js';
import { object, optional, withDefault } from '../../shape/object.js';
import { boolean } from '../../shape/scalars.js';
import { readShape, type Shape } from '../../shape/shape.js';
import type { Json, JsonObject } from '../../shared/json.js';
import { capability, expand } from '../capabilities.js';
import { directoryTargets } from '../task-mounts.js';
import type { DockerContext } from './context.js';
import { mountBlock } from './mount-block.js';
import { volumeEntry } from './volume-entry.js';

/** Each entry is read by itself: one that holds a reference keeps none of the others from being judged. */
export const dockerMounting = (config: JsonObject, context: DockerContext): Mounting => ({
  standard: directoryTargets,
  own: [
    ...entriesOf(config, 'volumes', list(volumeEntry(context)), context),
    ...entriesOf(config, 'mounts', blocks(mountBlock(context)), context),
    ...entriesOf(config, 'mount', blocks(mountBlock(context)), context),
  ],
  mayMount: mayMount(config, context.policy),
});

type Key = 'volumes' | 'mounts' | 'mount';

function entriesOf(
  config: JsonObject,
  key: Key,
  shape: Shape<readonly Mount[]>,
  { request }: DockerContext,
): readonly OwnMount[] {
  const written = config[key];
  const entries: readonly Json[] = Array.isArray(written) ? written : written === undefined ? [] : [written];
  const unresolved = request === undefined ? 'accept' : 'refuse';
  return entries.flatMap((entry, index) => {
    const { value } = readShape(object({ entry: optional(shape) }), { entry: [entry] }, '', unresolved);
    const place = `config.${key}[${index.toString()}]`;
    const path = key === 'volumes' ? place : `${place}.bind_options.propagation`;
    return (value?.entry ?? []).map((mount) => ({ mount, path }));
  });
}

const rights = object({
  privileged: withDefault(boolean(), false),
  cap_add: withDefault(list(capability()), []),
});

function mayMount(config: JsonObject, { allowCaps }: DockerPolicy): boolean {
  const { privileged = false, cap_add = [] } = config;
  const { value } = readShape(rights, { privileged, cap_add }, 'config', 'accept');
  if (value === undefined) return true;
  return (
    value.privileged ||
    (expand(value.cap_add).includes('sys_admin') && expand(allowCaps).includes('sys_admin'))
  );
}
