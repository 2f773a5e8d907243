import { streamTypes } from '../wire/paths.js';

const text = { type: 'string' };
const whole = { type: 'integer' };
const flag = { type: 'boolean' };
const orNull = (schema: object): object => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: object): object => ({ type: 'array', items });

/** All keys stand; there are no others. */
const record = (properties: Readonly<Record<string, object>>): object => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

const failure = record({ message: text, remedy: orNull(text) });

const exit = {
  type: 'object',
  required: ['kind', 'oom'],
  properties: {
    kind: { enum: ['code', 'signal', 'unknown'] },
    code: whole,
    signal: text,
    why: text,
    oom: flag,
  },
  additionalProperties: false,
};

const handle = record({
  driver: text,
  alloc: text,
  task: text,
  attempt: text,
  instance: text,
  startedAt: whole,
});

const taskState = record({
  task: text,
  driver: text,
  phase: { enum: ['waiting', 'starting', 'running', 'unknown', 'ended'] },
  outcome: orNull({ enum: ['complete', 'failed', 'stopped', 'not-started'] }),
  exit: orNull(exit),
  restarts: whole,
  startedAt: orNull(whole),
  finishedAt: orNull(whole),
  handle: orNull(handle),
  pid: orNull(whole),
  failure: orNull(failure),
});

const allocStatus = record({
  id: text,
  name: text,
  job: text,
  group: text,
  submittedAt: whole,
  wanted: flag,
  state: { enum: ['pending', 'running', 'stopping', 'complete', 'failed', 'stopped', 'lost'] },
  tasks: list(taskState),
  failures: list(failure),
});

const fault = {
  type: 'object',
  required: ['kind', 'message'],
  properties: {
    kind: text,
    message: text,
    remedy: text,
    problems: list({
      type: 'object',
      required: ['path', 'message'],
      properties: { path: text, message: text, suggestion: text, position: { type: 'object' } },
    }),
  },
};

const health = record({
  owner: text,
  pid: whole,
  startedAt: whole,
  healthy: flag,
  recovered: flag,
  runtimes: list(record({ runtime: text, healthy: flag, summary: text, remedy: orNull(text) })),
  complaints: list(text),
});

const explanation = record({
  about: { enum: ['allocation', 'instance', 'attempt'] },
  id: text,
  sentences: list(text),
  facts: { type: 'object', additionalProperties: true },
});

const removal = {
  type: 'object',
  required: ['ok'],
  properties: { ok: flag, value: { type: 'null' }, error: fault },
};

const object = record({
  id: text,
  verdict: {
    type: 'object',
    required: ['id', 'do', 'because'],
    properties: { id: text, do: { enum: ['remove', 'spare'] }, because: text, until: orNull(whole) },
  },
  words: text,
  removal: orNull(removal),
});

const runtimeReport = {
  type: 'object',
  required: ['runtime', 'outcome'],
  properties: {
    runtime: text,
    outcome: { enum: ['judged', 'unhealthy', 'unseen', 'unsound'] },
    objects: list(object),
    why: fault,
    violations: list(text),
  },
};

const content = (type: string, schema: object, description: string): object => ({
  description,
  content: { [type]: { schema } },
});
const json = (schema: object, description: string): object =>
  content('application/json', schema, description);

const refusals = { '4XX': json(fault, 'what was asked is wrong'), '5XX': json(fault, 'the agent could not') };

export const answers = {
  health: { 200: json(health, 'how the agent is'), ...refusals },
  submitted: { 201: json(list(allocStatus), 'what was made of the job'), ...refusals },
  allocations: { 200: json(list(allocStatus), 'all, the earliest first'), ...refusals },
  allocation: { 200: json(allocStatus, 'the one'), ...refusals },
  explanation: { 200: json(explanation, 'what is known'), ...refusals },
  reports: { 200: json(list(runtimeReport), 'one per runtime'), ...refusals },
  nothing: { 204: { description: 'it is done', type: 'null' }, ...refusals },
  bytes: { 200: content(streamTypes.bytes, text, 'what was printed'), ...refusals },
  events: {
    200: content(streamTypes.events, text, 'events with ids; data is the event as JSON'),
    ...refusals,
  },
  upgraded: { 101: { description: 'wharf-exec/1 from here on', type: 'null' }, ...refusals },
  document: { 200: json({ type: 'object', additionalProperties: true }, 'this document'), ...refusals },
} as const;
