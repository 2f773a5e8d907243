import type { Lifecycle } from '../../../domain/model/job.js';
import type { JsonObject } from '../../../domain/shared/json.js';
import { isJsonObject } from '../../../domain/shared/json.js';
import { block, blocks, map } from '../../../domain/shape/collections.js';
import { object, type ObjectOf, optional, required, withDefault } from '../../../domain/shape/object.js';
import { boolean, duration, filled, integer, oneOf, string } from '../../../domain/shape/scalars.js';
import { mistyped, type Shape } from '../../../domain/shape/shape.js';
import { ignoredOfTask } from './ignored-keys.js';
import { moot, type Notes } from './notes.js';
import { defaultResources, resourcesShape } from './resources-shape.js';
import { permissions, signal } from './scalars.js';

const fields = (notes: Notes) => ({
  ...ignoredOfTask(notes),
  ...refusedOfTask(notes),
  driver: required(filled('the name of a driver')),
  config: withDefault(block(free), {}),
  env: withDefault(map(string()), {}),
  meta: withDefault(map(string()), {}),
  user: withDefault(string(), ''),
  leader: withDefault(boolean(), false),
  lifecycle: withDefault<Lifecycle>(block(lifecycleShape), { hook: 'main', sidecar: false }),
  restart: optional(block(restartShape)),
  kill_timeout: withDefault(duration(), defaultKillTimeoutMs),
  kill_signal: optional(signal),
  shutdown_delay: withDefault(duration(), 0),
  logs: withDefault(block(logsShape), defaultLogs),
  resources: withDefault(block(resourcesShape(notes)), defaultResources),
  volume_mount: withDefault(blocks(volumeMountShape(notes)), []),
  template: withDefault(blocks(templateShape(notes)), []),
});

export type TaskBlock = ObjectOf<ReturnType<typeof fields>>;

export const taskShape = (notes: Notes): Shape<TaskBlock> => object(fields(notes), 'a task block');

const refusedOfTask = (notes: Notes) => ({
  artifact: notes.refused('nothing is downloaded for a task', 'mount a volume, or put it into the image'),
  dispatch_payload: notes.refused('a run has no payload'),
  csi_plugin: notes.refused('one host runs no volume plugins'),
  secret: notes.refused('there is no provider to get it from', 'use a variable'),
  schedule: notes.refused('a task runs when its group does'),
});

/** Left as it is: drivers read their own configs. */
export const free: Shape<JsonObject> = {
  expects: 'a block',
  read: (value, at) => (isJsonObject(value) ? value : mistyped(at, 'a block', value)),
};

/** What is not set comes from the group, then from the type of the job. */
export const restartShape = object(
  {
    attempts: optional(integer({ min: 0 })),
    interval: optional(duration()),
    delay: optional(duration()),
    mode: optional(oneOf('fail', 'delay')),
    render_templates: moot,
  },
  'a restart block',
);

const lifecycleShape = object(
  {
    hook: required(oneOf('prestart', 'poststart', 'poststop')),
    sidecar: withDefault(boolean(), false),
  },
  'a lifecycle block',
);

const defaultKillTimeoutMs = 5000;
const defaultLogs = { max_files: 10, max_file_size: 10, disabled: false, enabled: true };

const logsShape = object(
  {
    max_files: withDefault(integer({ min: 1 }), defaultLogs.max_files),
    max_file_size: withDefault(integer({ min: 1 }), defaultLogs.max_file_size),
    disabled: withDefault(boolean(), false),
    enabled: withDefault(boolean(), true),
  },
  'a logs block',
);

const volumeMountShape = (notes: Notes) =>
  object(
    {
      volume: required(filled('the name of a volume of the group')),
      destination: required(filled('a path in the task')),
      read_only: withDefault(boolean(), false),
      propagation_mode: withDefault(oneOf('private', 'host-to-task', 'bidirectional'), 'private' as const),
      selinux_label: notes.ignored('labels of SELinux are not set'),
    },
    'a volume_mount block',
  );

const templateShape = (notes: Notes) =>
  object(
    {
      data: optional(string()),
      source: notes.refused('text comes from the job file only', 'use data = file("…")'),
      destination: required(filled('a path in the directory of the task')),
      perms: withDefault(permissions, 0o644),
      env: withDefault(boolean(), false),
      left_delimiter: withDefault(string(), ''),
      right_delimiter: withDefault(string(), ''),
      uid: notes.ignored('the file belongs to the user of the task'),
      gid: notes.ignored('the file belongs to the user of the task'),
      change_mode: moot,
      change_signal: moot,
      change_script: moot,
      splay: moot,
      wait: moot,
      once: moot,
      vault_grace: moot,
      error_on_missing_key: moot,
    },
    'a template block',
  );
