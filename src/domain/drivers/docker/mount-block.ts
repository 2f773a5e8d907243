import type { Mount, Propagation } from '../../model/mount.js';
import { block, map } from '../../shape/collections.js';
import { object, optional, required, withDefault, type ObjectOf } from '../../shape/object.js';
import { refine } from '../../shape/refine.js';
import { boolean, filled, integer, oneOf, string } from '../../shape/scalars.js';
import { below, type Place, type Shape } from '../../shape/shape.js';
import { given } from '../command.js';
import { bindSource, volumeRefused } from './bind-source.js';
import type { DockerContext } from './context.js';
import { mountTarget } from './mount-target.js';

const propagations = {
  '': 'private',
  private: 'private',
  rprivate: 'private',
  slave: 'host-to-task',
  rslave: 'host-to-task',
  shared: 'bidirectional',
  rshared: 'bidirectional',
} as const satisfies Readonly<Record<string, Propagation>>;

const fields = {
  type: withDefault(oneOf('volume', 'bind', 'tmpfs'), 'volume'),
  target: required(filled('a path in the task')),
  source: optional(string()),
  readonly: withDefault(boolean(), false),
  bind_options: optional(
    block(
      object({
        propagation: optional(oneOf('', 'private', 'rprivate', 'slave', 'rslave', 'shared', 'rshared')),
      }),
    ),
  ),
  tmpfs_options: optional(
    block(object({ size: optional(integer({ min: 0 })), mode: optional(integer({ min: 0, max: 0o7777 })) })),
  ),
  volume_options: optional(
    block(
      object({
        no_copy: withDefault(boolean(), false),
        labels: withDefault(map(string()), {}),
        driver_config: optional(
          block(object({ name: optional(string()), options: withDefault(map(string()), {}) })),
        ),
      }),
    ),
  ),
};

type MountBlock = ObjectOf<typeof fields>;

/** A `mount` block. */
export const mountBlock = (context: DockerContext): Shape<Mount> =>
  refine(object(fields), (asked, at) => {
    const target = mountTarget(asked.target, below(at, 'target'));
    return target === undefined ? undefined : mountOf({ ...asked, target }, at, context);
  });

function mountOf(asked: MountBlock, at: Place, context: DockerContext): Mount | undefined {
  switch (asked.type) {
    case 'bind':
      return bindOf(asked, at, context);
    case 'tmpfs':
      return tmpfsOf(asked, at);
    case 'volume':
      return context.policy.volumesEnabled ? volumeOf(asked) : volumeRefused(at);
  }
}

function bindOf(asked: MountBlock, at: Place, context: DockerContext): Mount | undefined {
  const place = below(at, 'source');
  if (given(asked.source) === undefined) return wrong(place, 'is required for a bind');
  const from = bindSource(asked.source ?? '', place, context);
  if (from === undefined) return undefined;
  return {
    kind: 'bind',
    ...from,
    target: asked.target,
    readOnly: asked.readonly,
    propagation: propagations[asked.bind_options?.propagation ?? 'private'],
  };
}

function tmpfsOf(asked: MountBlock, at: Place): Mount | undefined {
  if (given(asked.source) !== undefined) return wrong(below(at, 'source'), 'has no meaning for a tmpfs');
  const { size, mode } = asked.tmpfs_options ?? {};
  return { kind: 'tmpfs', target: asked.target, sizeBytes: size === 0 ? undefined : size, mode };
}

/** Without a source the engine makes a volume of its own for the task. */
function volumeOf(asked: MountBlock): Mount {
  const { no_copy = false, labels = {}, driver_config } = asked.volume_options ?? {};
  return {
    kind: 'volume',
    source: asked.source ?? '',
    target: asked.target,
    readOnly: asked.readonly,
    making: {
      noCopy: no_copy,
      labels,
      driver: given(driver_config?.name),
      driverOptions: driver_config?.options ?? {},
    },
  };
}

function wrong(at: Place, message: string): undefined {
  at.report({ path: at.path, message });
  return undefined;
}
