import type { Allocation } from '../model/allocation.js';
import type { HostFacts } from '../model/host.js';
import type { Task } from '../model/job.js';
import { lookup } from '../shared/record.js';
import { datacenterOf } from './datacenter.js';
import { metaOf } from './meta.js';

type Values = Readonly<Record<string, string>>;

/** What `${…}` in a task may refer to. */
export interface References {
  /** `${NOMAD_X}`, `${env["X"]}`, `${env.X}`: the task's own environment. */
  readonly environment: Values;
  /** `${meta.x}`: of job, group and task. */
  readonly meta: Values;
  /** `${attr.x}`: of the host, such as `kernel.name`. */
  readonly attr: Values;
  /** `${node.x}`: of the host, such as `unique.id`. */
  readonly node: Values;
}

export interface ReferenceSources {
  readonly allocation: Allocation;
  readonly task: Task;
  readonly host: HostFacts;
  /** As `taskEnvironment` made it. */
  readonly environment: Values;
}

export const referencesOf = ({ allocation, task, host, environment }: ReferenceSources): References => ({
  environment,
  meta: metaOf(allocation, task),
  attr: attributesOf(host),
  node: {
    'unique.id': host.nodeId,
    'unique.name': host.hostname,
    class: noClass,
    pool: onlyPool,
    datacenter: datacenterOf(allocation.job),
    region: allocation.job.region,
  },
});

/** A Nomad client that is told nothing else has these. */
const noClass = '';
const onlyPool = 'default';

/** What the host told about itself goes before what follows from it. */
const attributesOf = (host: HostFacts): Values => ({
  'unique.hostname': host.hostname,
  'cpu.numcores': host.cores.toString(),
  'cpu.totalcompute': host.cpuMhz.toString(),
  'memory.totalbytes': host.memoryBytes.toString(),
  ...host.attributes,
});

/** The value of a reference, given without its `${` and `}`; undefined when it refers to nothing. */
export function valueOf(reference: string, references: References): string | undefined {
  const keys = keysOf(reference.trim());
  if (keys === undefined) return undefined;
  const [root = '', ...rest] = keys;
  const key = rest.join('.');
  if (key === '') return lookup(references.environment, root);
  const values = lookup(rooted(references), root);
  return values === undefined ? undefined : lookup(values, key);
}

/** All references that have a value, in the spelling that messages use. */
export const spellings = (references: References): readonly string[] => [
  ...Object.keys(references.environment),
  ...Object.entries(rooted(references)).flatMap(([root, values]) =>
    Object.keys(values).map((key) => (root === 'env' ? `env["${key}"]` : `${root}.${key}`)),
  ),
];

const rooted = ({ environment, meta, attr, node }: References): Readonly<Record<string, Values>> => ({
  env: environment,
  meta,
  attr,
  node,
});

/** `env["A.B"]` and `meta.a.b` as a list of keys; undefined for what is no reference at all. */
function keysOf(reference: string): readonly string[] | undefined {
  if (!/^[\w-]+(?:\.[\w-]+|\["[^"]*"\])*$/.test(reference)) return undefined;
  return [...reference.matchAll(/\["([^"]*)"\]|[\w-]+/g)].map(([word, quoted]) => quoted ?? word);
}
