const allocation = '/v1/allocations/:alloc';
const task = `${allocation}/tasks/:task`;

export const paths = {
  health: '/v1/health',
  openapi: '/v1/openapi.json',
  jobs: '/v1/jobs',
  allocations: '/v1/allocations',
  allocation,
  logs: `${task}/logs`,
  exec: `${task}/exec`,
  signal: `${allocation}/signal`,
  restart: `${allocation}/restart`,
  stop: `${allocation}/stop`,
  events: '/v1/events',
  explain: '/v1/explain/:id',
  reconcile: '/v1/reconcile',
} as const;

export const streamTypes = { bytes: 'application/octet-stream', events: 'text/event-stream' } as const;

/** A path with its names filled in. */
export const fill = (path: string, names: Readonly<Record<string, string>>): string =>
  path.replaceAll(/:(\w+)/g, (_match, name: string) => encodeURIComponent(names[name] ?? ''));

const alloc = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** As a directory may be called. */
const taskName = /^(?!\.{1,2}$)[^/\\\0]{1,255}$/;

/** What may stand for a name in a path. Nothing that does climbs out of a directory. */
export const names = {
  alloc: { pattern: alloc, expects: 'the whole id of an allocation' },
  prefix: { pattern: /^[0-9a-f][0-9a-f-]{0,35}$/, expects: 'the beginning of the id of an allocation' },
  task: { pattern: taskName, expects: 'the name of a task' },
  id: {
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
    expects: 'the id of an allocation, an instance or an attempt, or its beginning',
  },
} as const;
