import fc from 'fast-check';

import type { GroupNetwork, Job, Port, Task, TaskGroup, Template } from '../../src/domain/model/job.js';
import { signalNames } from '../../src/domain/model/signals.js';
import { anyBlock, anyText } from './any-json.js';

/** -0 is 0 in JSON, and no job says it. */
const number = fc.oneof(fc.nat(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((n) => n + 0);
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const some = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.array(of, { maxLength: 3 });
const texts = fc.dictionary(anyText, anyText, { maxKeys: 3 });

const template: fc.Arbitrary<Template> = fc.record({
  text: anyText,
  destination: anyText,
  mode: number,
  delimiters: fc.record({ left: anyText, right: anyText }),
  intoEnvironment: fc.boolean(),
});

const task: fc.Arbitrary<Task> = fc.record({
  name: anyText,
  driver: anyText,
  config: anyBlock(['command', 'args', 'image']),
  environment: texts,
  meta: texts,
  user: maybe(anyText),
  leader: fc.boolean(),
  lifecycle: fc.record({
    hook: fc.constantFrom('prestart', 'main', 'poststart', 'poststop'),
    sidecar: fc.boolean(),
  }),
  restart: fc.record({
    attempts: number,
    intervalMs: number,
    delayMs: number,
    mode: fc.constantFrom('fail', 'delay'),
  }),
  killTimeoutMs: number,
  killSignal: maybe(fc.constantFrom(...signalNames)),
  shutdownDelayMs: number,
  logs: fc.record({ maxFiles: number, maxFileBytes: number, disabled: fc.boolean() }),
  resources: fc.record({
    cpuMhz: number,
    cores: maybe(number),
    memoryMb: number,
    memoryMaxMb: maybe(fc.oneof(number, fc.constant('none' as const))),
    secretsMb: number,
  }),
  rlimits: some(fc.record({ name: anyText, soft: number, hard: number })),
  volumeMounts: some(
    fc.record({
      volume: anyText,
      destination: anyText,
      readOnly: fc.boolean(),
      propagation: fc.constantFrom('private', 'host-to-task', 'bidirectional'),
    }),
  ),
  templates: some(template),
});

const shared = { label: anyText, static: maybe(number), to: maybe(number) };
const port: fc.Arbitrary<Port> = fc.oneof(
  fc.record(shared),
  fc.record({ ...shared, task: anyText }),
  fc.record({ ...shared, hostNetwork: anyText }),
);

const ofNetwork = {
  mode: fc.constantFrom<GroupNetwork['mode']>('host', 'none', 'bridge', 'cni/quay'),
  ports: some(port),
  dns: maybe(fc.record({ servers: some(anyText), searches: some(anyText), options: some(anyText) })),
};
const network: fc.Arbitrary<GroupNetwork> = fc.oneof(
  fc.record(ofNetwork),
  fc.record({ ...ofNetwork, hostname: anyText }),
);

const group: fc.Arbitrary<TaskGroup> = fc.record({
  name: anyText,
  count: number,
  meta: texts,
  shutdownDelayMs: number,
  network,
  volumes: fc.dictionary(anyText, fc.record({ name: anyText, source: anyText, readOnly: fc.boolean() }), {
    maxKeys: 3,
  }),
  tasks: some(task),
});

/** All that a job can say, whether or not it could run. */
export const anyJob: fc.Arbitrary<Job> = fc.record({
  id: anyText,
  name: anyText,
  type: fc.constantFrom('service', 'batch', 'system', 'sysbatch'),
  namespace: anyText,
  region: anyText,
  datacenters: some(anyText),
  meta: texts,
  groups: some(group),
});
