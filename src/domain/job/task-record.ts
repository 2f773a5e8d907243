import type {
  Lifecycle,
  LogPolicy,
  Resources,
  RestartPolicy,
  Task,
  Template,
  VolumeMount,
} from '../model/job.js';
import type { Rlimit } from '../model/limits.js';
import { signalNames } from '../model/signals.js';
import { list, map } from '../shape/collections.js';
import { object, optional, required } from '../shape/object.js';
import { boolean, number, oneOf, string } from '../shape/scalars.js';
import { mistyped, type Shape } from '../shape/shape.js';
import { isJsonObject, type JsonObject } from '../shared/json.js';

/** Its driver's own, taken as it is. */
const config: Shape<JsonObject> = {
  expects: 'a block',
  read: (value, at) => (isJsonObject(value) ? value : mistyped(at, 'a block', value)),
};

const lifecycle: Shape<Lifecycle> = object({
  hook: required(oneOf('prestart', 'main', 'poststart', 'poststop')),
  sidecar: required(boolean()),
});

const restart: Shape<RestartPolicy> = object({
  attempts: required(number()),
  intervalMs: required(number()),
  delayMs: required(number()),
  mode: required(oneOf('fail', 'delay')),
});

const logs: Shape<LogPolicy> = object({
  maxFiles: required(number()),
  maxFileBytes: required(number()),
  disabled: required(boolean()),
});

const memoryMax: Shape<number | 'none'> = {
  expects: 'a number or "none"',
  read: (value, at) => (value === 'none' ? value : number().read(value, at)),
};

const resources: Shape<Resources> = object({
  cpuMhz: required(number()),
  cores: optional(number()),
  memoryMb: required(number()),
  memoryMaxMb: optional(memoryMax),
  secretsMb: required(number()),
});

const rlimit: Shape<Rlimit> = object({
  name: required(string()),
  soft: required(number()),
  hard: required(number()),
});

const volumeMount: Shape<VolumeMount> = object({
  volume: required(string()),
  destination: required(string()),
  readOnly: required(boolean()),
  propagation: required(oneOf('private', 'host-to-task', 'bidirectional')),
});

const template: Shape<Template> = object({
  text: required(string()),
  destination: required(string()),
  mode: required(number()),
  delimiters: required(object({ left: required(string()), right: required(string()) })),
  intoEnvironment: required(boolean()),
});

export const taskRecord: Shape<Task> = object({
  name: required(string()),
  driver: required(string()),
  config: required(config),
  environment: required(map(string())),
  meta: required(map(string())),
  user: optional(string()),
  leader: required(boolean()),
  lifecycle: required(lifecycle),
  restart: required(restart),
  killTimeoutMs: required(number()),
  killSignal: optional(oneOf(...signalNames)),
  shutdownDelayMs: required(number()),
  logs: required(logs),
  resources: required(resources),
  rlimits: required(list(rlimit)),
  volumeMounts: required(list(volumeMount)),
  templates: required(list(template)),
});
