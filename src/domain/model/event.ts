import type { PullProgress } from './pull.js';

import type { Exit } from './exit.js';
import type { AllocId, Instant } from './ids.js';

/** What happened to a task, in the order in which it did. */
export interface TaskEvent {
  readonly at: Instant;
  readonly alloc: AllocId;
  readonly allocName: string;
  readonly task: string;
  readonly what: Happening;
}

export type Happening =
  | { readonly type: 'received' }
  | { readonly type: 'pulling'; readonly image: string; readonly progress: PullProgress | undefined }
  | { readonly type: 'pulled'; readonly image: string }
  | { readonly type: 'started' }
  | { readonly type: 'start-failed'; readonly message: string; readonly remedy: string | undefined }
  | { readonly type: 'exited'; readonly exit: Exit }
  | { readonly type: 'restarting'; readonly delayMs: number; readonly why: string }
  | { readonly type: 'not-restarting'; readonly why: string }
  | { readonly type: 'stopping'; readonly why: string }
  | { readonly type: 'killing' }
  | { readonly type: 'stuck'; readonly message: string }
  | { readonly type: 'warning'; readonly message: string };

export interface NumberedEvent {
  /** Grows by one from event to event, over restarts of the agent as well. */
  readonly number: number;
  readonly event: TaskEvent;
}
