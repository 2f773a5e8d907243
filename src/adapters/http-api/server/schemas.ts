import { signalNames } from '../../../domain/model/signals.js';
import { names } from '../wire/paths.js';

const name = (of: keyof typeof names): object => ({
  type: 'string',
  pattern: names[of].pattern.source,
  description: names[of].expects,
});

const params = (shape: Readonly<Record<string, object>>): object => ({
  type: 'object',
  required: Object.keys(shape),
  properties: shape,
});

export const allocParams = params({ alloc: name('alloc') });
export const prefixParams = params({ alloc: name('prefix') });
export const taskParams = params({ alloc: name('alloc'), task: name('task') });
export const idParams = params({ id: name('id') });

const body = (properties: Readonly<Record<string, object>>): object => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

const taskOrAll = {
  type: ['string', 'null'],
  pattern: names.task.pattern.source,
  description: 'the name of a task, or null for all that run',
};

export const jobBody = { type: 'object', additionalProperties: true, description: 'a job as a record' };
export const signalBody = body({ task: taskOrAll, signal: { type: 'string', enum: signalNames } });
export const restartBody = body({ task: taskOrAll });
export const stopBody = body({ purge: { type: 'boolean' } });
export const reconcileBody = body({ dryRun: { type: 'boolean' } });

const query = (properties: Readonly<Record<string, object>>): object => ({
  type: 'object',
  additionalProperties: false,
  properties,
});

const count = { type: 'string', pattern: '^[0-9]{1,15}$', description: 'a whole number' };

export const logsQuery = query({
  stream: { type: 'string', enum: ['stdout', 'stderr'] },
  tail: count,
  follow: { type: 'string', enum: ['true', 'false'] },
});
export const eventsQuery = query({ after: count });
export const eventsHeaders = { type: 'object', properties: { 'last-event-id': count } };
