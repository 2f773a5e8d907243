import type { AllocDirectoriesPort } from '../../../src/domain/ports/alloc-directories.js';
import type { ContainerRuntime } from '../../../src/domain/ports/container-runtime.js';
import type { Executor } from '../../../src/domain/ports/executor.js';
import type { NetworkProvisioner } from '../../../src/domain/ports/network-provisioner.js';
import type { TaskStore } from '../../../src/domain/ports/task-store.js';

/** A step changes what is kept, or what is on the host; a question only reads. */
export type Verb = 'step' | 'question';

const runtime = {
  describe: 'question',
  create: 'step',
  start: 'step',
  signal: 'step',
  remove: 'step',
  inspect: 'question',
  verify: 'question',
  list: 'question',
  running: 'question',
  survey: 'question',
  identify: 'question',
  watch: 'question',
  logs: 'question',
  stats: 'question',
  exec: 'step',
} as const satisfies Record<keyof Executor, Verb>;

/**
 * What each verb is of the ports by which an agent keeps things and acts. A port that learns a new one does not compile
 * before it is said here, and a step is one at which agents are killed.
 */
export const verbs = {
  store: {
    intend: 'step',
    remember: 'step',
    forget: 'step',
    attempts: 'question',
    handles: 'question',
    keep: 'step',
    allocations: 'question',
    drop: 'step',
    record: 'step',
    events: 'question',
  } satisfies Record<keyof TaskStore, Verb>,
  directories: { create: 'step', writeFile: 'step', remove: 'step' } satisfies Record<
    keyof AllocDirectoriesPort,
    Verb
  >,
  exec: runtime,
  docker: {
    ...runtime,
    hasImage: 'question',
    pullImage: 'step',
    loadImage: 'step',
  } satisfies Record<keyof ContainerRuntime, Verb>,
  network: {
    describe: 'question',
    add: 'step',
    inspect: 'question',
    remove: 'step',
    list: 'question',
    survey: 'question',
    identify: 'question',
    published: 'question',
  } satisfies Record<keyof NetworkProvisioner, Verb>,
} as const;

export type PortName = keyof typeof verbs;

/** Whether it changes something; what no port has is of its adapter alone. */
export const isStep = (port: PortName, verb: string): boolean =>
  (verbs[port] as Readonly<Record<string, Verb>>)[verb] === 'step';

/** All of a port, as `port.verb`. */
export const stepsOf = (port: PortName): readonly string[] =>
  Object.keys(verbs[port])
    .filter((verb) => isStep(port, verb))
    .map((verb) => `${port}.${verb}`);
