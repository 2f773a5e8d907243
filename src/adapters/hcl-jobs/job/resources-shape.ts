import { block } from '../../../domain/shape/collections.js';
import { object, type ObjectOf, optional, withDefault } from '../../../domain/shape/object.js';
import { integer } from '../../../domain/shape/scalars.js';
import type { Shape } from '../../../domain/shape/shape.js';
import { networkShape } from './network-shape.js';
import type { Notes } from './notes.js';

const defaultMemoryMb = 300;
export const defaultSecretsMb = 1;

const fields = (notes: Notes) => ({
  cpu: optional(integer()),
  cores: optional(integer()),
  memory: withDefault(integer(), defaultMemoryMb),
  memory_max: optional(integer()),
  secrets: withDefault(integer(), defaultSecretsMb),
  network: optional(block(networkShape(notes))),
  device: notes.refused('devices are not found and handed out', 'name it in the config of a docker task'),
  numa: notes.ignored('cores are taken wherever they are'),
  disk: notes.ignored('the size of directories is not limited'),
  iops: notes.ignored('it has no meaning any more, in Nomad neither'),
});

export type ResourcesBlock = ObjectOf<ReturnType<typeof fields>>;

/** Of a task without such a block. */
export const defaultResources: ResourcesBlock = {
  cpu: undefined,
  cores: undefined,
  memory: defaultMemoryMb,
  memory_max: undefined,
  secrets: defaultSecretsMb,
  network: undefined,
  device: undefined,
  numa: undefined,
  disk: undefined,
  iops: undefined,
};

/** Zero counts as absent: JSON jobs spell out what isn't set. */
export const resourcesShape = (notes: Notes): Shape<ResourcesBlock> => {
  const shape = object(fields(notes), 'a resources block');
  return {
    ...shape,
    read: (value, at) => {
      const read = shape.read(value, at);
      if ((read?.cores ?? 0) !== 0 && (read?.cpu ?? 0) !== 0)
        at.report({ path: at.path, message: 'has both cpu and cores', suggestion: 'keep one of them' });
      return read;
    },
  };
};
