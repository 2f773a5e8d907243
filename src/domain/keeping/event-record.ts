import type { Happening, NumberedEvent } from '../model/event.js';
import type { AllocId, Instant } from '../model/ids.js';
import type { PullProgress } from '../model/pull.js';
import { object, optional, required } from '../shape/object.js';
import { integer, number, oneOf, string } from '../shape/scalars.js';
import type { Shape } from '../shape/shape.js';
import { exitRecord } from './exit-record.js';
import { variant } from './variant.js';

const type = <const Word extends string>(
  word: Word,
): { readonly type: ReturnType<typeof required<Word>> } => ({
  type: required(oneOf(word)),
});

const progress: Shape<PullProgress> = object({
  layers: required(number()),
  layersDone: required(number()),
  bytes: required(number()),
  bytesTotal: required(number()),
});

const happenings: { readonly [Type in Happening['type']]: Shape<Extract<Happening, { type: Type }>> } = {
  received: object(type('received')),
  pulling: object({ ...type('pulling'), image: required(string()), progress: optional(progress) }),
  pulled: object({ ...type('pulled'), image: required(string()) }),
  started: object(type('started')),
  'start-failed': object({
    ...type('start-failed'),
    message: required(string()),
    remedy: optional(string()),
  }),
  exited: object({ ...type('exited'), exit: required(exitRecord) }),
  restarting: object({ ...type('restarting'), delayMs: required(number()), why: required(string()) }),
  'not-restarting': object({ ...type('not-restarting'), why: required(string()) }),
  stopping: object({ ...type('stopping'), why: required(string()) }),
  killing: object(type('killing')),
  stuck: object({ ...type('stuck'), message: required(string()) }),
  warning: object({ ...type('warning'), message: required(string()) }),
};

/** An event as it is kept and sent. */
export const eventRecord: Shape<NumberedEvent> = object({
  number: required(integer({ min: 1 })),
  event: required(
    object({
      at: required(number() as Shape<Instant>),
      alloc: required(string() as Shape<AllocId>),
      allocName: required(string()),
      task: required(string()),
      what: required(variant<Happening>('type', happenings)),
    }),
  ),
});
