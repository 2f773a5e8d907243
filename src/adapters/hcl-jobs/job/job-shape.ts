import { type Labelled, list, map } from '../../../domain/shape/collections.js';
import { object, type ObjectOf, optional, withDefault } from '../../../domain/shape/object.js';
import { oneOf, string } from '../../../domain/shape/scalars.js';
import type { Shape } from '../../../domain/shape/shape.js';
import { type GroupBlock, groupShape } from './group-shape.js';
import { allLabelled } from './all-labelled.js';
import { ignoredOfJob } from './ignored-keys.js';
import type { Notes } from './notes.js';
import { type TaskBlock, taskShape } from './task-shape.js';

const fields = (notes: Notes) => ({
  ...ignoredOfJob(notes),
  parameterized: notes.refused(
    'such a job waits until it is dispatched with its parameters',
    'make it an ordinary job with variables',
  ),
  id: optional(string()),
  name: optional(string()),
  type: withDefault(oneOf('service', 'batch', 'system', 'sysbatch'), 'service' as const),
  namespace: withDefault(string(), 'default'),
  region: withDefault(string(), 'global'),
  datacenters: withDefault(list(string()), ['*']),
  meta: withDefault(map(string()), {}),
  group: withDefault<readonly Labelled<GroupBlock>[]>(allLabelled(groupShape(notes)), []),
  task: withDefault<readonly Labelled<TaskBlock>[]>(allLabelled(taskShape(notes)), []),
});

export type JobBlock = ObjectOf<ReturnType<typeof fields>>;

/** A job as a file has it: nothing merged, no default that depends on another key. */
export const jobShape = (notes: Notes): Shape<JobBlock> => object(fields(notes), 'a job block');
