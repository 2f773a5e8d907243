import type { TaskEvent } from '../model/event.js';

/** Is told what happens. Never fails and never blocks: a slow reader loses its own events, not the task's time. */
export interface EventSink {
  emit(event: TaskEvent): void;
}
