import { block, type Labelled, map } from '../../../domain/shape/collections.js';
import { object, type ObjectOf, optional, withDefault } from '../../../domain/shape/object.js';
import { boolean, duration, filled, integer, oneOf, string } from '../../../domain/shape/scalars.js';
import { required } from '../../../domain/shape/object.js';
import type { Shape } from '../../../domain/shape/shape.js';
import { allLabelled } from './all-labelled.js';
import { ignoredOfGroup } from './ignored-keys.js';
import { networkShape } from './network-shape.js';
import type { Notes } from './notes.js';
import { restartShape, type TaskBlock, taskShape } from './task-shape.js';

const fields = (notes: Notes) => ({
  ...ignoredOfGroup(notes),
  max_run_duration: notes.refused('a run is not ended by the clock'),
  count: withDefault(integer({ min: 0 }), 1),
  meta: withDefault(map(string()), {}),
  shutdown_delay: withDefault(duration(), 0),
  restart: optional(block(restartShape)),
  network: optional(block(networkShape(notes))),
  volume: withDefault<readonly Labelled<VolumeBlock>[]>(allLabelled(volumeShape(notes)), []),
  task: withDefault<readonly Labelled<TaskBlock>[]>(allLabelled(taskShape(notes)), []),
});

export type GroupBlock = ObjectOf<ReturnType<typeof fields>>;

export const groupShape = (notes: Notes): Shape<GroupBlock> => object(fields(notes), 'a group block');

const hostWord = oneOf('host', 'csi');

/** The kind of a volume: of the host, or else refused. */
const volumeType: Shape<'host'> = {
  expects: '"host"',
  read: (value, at) => {
    const type = hostWord.read(value === '' ? 'host' : value, at);
    if (type === 'csi')
      at.report({
        path: at.path,
        message: 'is "csi", which is not supported: one host runs no volume plugins',
        suggestion: 'use type "host" and a volume of the agent\'s configuration',
      });
    return type === 'host' ? type : undefined;
  },
};

const volumeFields = (notes: Notes) => ({
  type: withDefault(volumeType, 'host' as const),
  source: required(filled('the name of a volume of the host')),
  read_only: withDefault(boolean(), false),
  per_alloc: notes.refused('each allocation would have a volume of its own'),
  access_mode: notes.ignored('a directory of the host has no access modes'),
  attachment_mode: notes.ignored('a directory of the host is not attached'),
  mount_options: notes.ignored('a directory of the host is mounted already'),
  sticky: notes.ignored(ofThisHost),
});

const ofThisHost = 'a directory of the host stays where it is';

type VolumeBlock = ObjectOf<ReturnType<typeof volumeFields>>;

const volumeShape = (notes: Notes): Shape<VolumeBlock> => object(volumeFields(notes), 'a volume block');
