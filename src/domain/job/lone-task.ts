import type { Job, Port, Resources, Task, Template } from '../model/job.js';
import type { SignalName } from '../model/signals.js';
import type { JsonObject } from '../shared/json.js';

/** What somebody asks for who has a task to run and no job file. */
export interface TaskWish {
  /** Names its directory: letters, digits, dots and dashes. */
  readonly name: string;
  /** Such as `docker`, `exec` or `raw_exec`. */
  readonly driver: string;
  /** The driver's own words, as in the `config` block of a job file. `${…}` in them is resolved before the start. */
  readonly config: JsonObject;
  readonly environment?: Readonly<Record<string, string>>;
  /** As the task sees it; the driver's default, otherwise. */
  readonly user?: string;
  /** What is not said is as in Nomad: 100 MHz and 300 MB. Whole cores are not kept for single tasks. */
  readonly resources?: Partial<Omit<Resources, 'cores'>>;
  /** Of the host, by label: any free one, unless `static` says which. */
  readonly ports?: readonly PortWish[];
  /** Files written into the task's directories before it starts. */
  readonly files?: readonly TaskWishFile[];
  /** Of the driver or the image, otherwise. */
  readonly killSignal?: SignalName;
  readonly meta?: Readonly<Record<string, string>>;
}

export interface PortWish {
  readonly label: string;
  /** On the host. */
  readonly static?: number;
  /** In the task; the same as on the host unless said. */
  readonly to?: number;
}

export interface TaskWishFile {
  /** Relative to the task's directory, such as `local/settings.json`. */
  readonly destination: string;
  /** Taken as a template of Nomad's: what stands in `{{ }}` is resolved. */
  readonly text: string;
  /** 0644 unless said. */
  readonly mode?: number;
}

const day = 86_400_000;
const mebibyte = 1024 * 1024;

/** A job of one group of one task, whose name they share, with Nomad's defaults; whoever runs it restarts it or not. */
export function loneTask(wish: TaskWish): Job {
  const { name } = wish;
  const network = { mode: 'host', ports: (wish.ports ?? []).map(portOf), dns: undefined } as const;
  const group = { name, count: 1, meta: {}, shutdownDelayMs: 0, network, volumes: {}, tasks: [taskOf(wish)] };
  return {
    id: name,
    name,
    type: 'batch',
    namespace: 'default',
    region: 'global',
    datacenters: ['dc1'],
    meta: {},
    groups: [group],
  };
}

const taskOf = ({ name, driver, config, environment, user, meta, killSignal, ...wish }: TaskWish): Task => ({
  name,
  driver,
  config,
  environment: environment ?? {},
  meta: meta ?? {},
  user,
  leader: false,
  lifecycle: { hook: 'main', sidecar: false },
  restart: { attempts: 0, intervalMs: day, delayMs: 15_000, mode: 'fail' },
  killTimeoutMs: 5000,
  killSignal,
  shutdownDelayMs: 0,
  logs: { maxFiles: 10, maxFileBytes: 10 * mebibyte, disabled: false },
  resources: {
    cpuMhz: 100,
    cores: undefined,
    memoryMb: 300,
    memoryMaxMb: undefined,
    secretsMb: 1,
    ...wish.resources,
  },
  rlimits: [],
  volumeMounts: [],
  templates: (wish.files ?? []).map(templateOf),
});

const portOf = ({ label, static: fixed, to }: PortWish): Port => ({ label, static: fixed, to });

const templateOf = ({ destination, text, mode }: TaskWishFile): Template => ({
  text,
  destination,
  mode: mode ?? 0o644,
  delimiters: { left: '{{', right: '}}' },
  intoEnvironment: false,
});
