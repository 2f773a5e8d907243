import type { TaskEvent } from '../../domain/model/event.js';
import type { EventSink } from '../../domain/ports/event-sink.js';

/** Keeps every event, in the order in which it was told. */
export class MemoryEventSink implements EventSink {
  readonly #events: TaskEvent[] = [];

  emit(event: TaskEvent): void {
    this.#events.push(event);
  }

  get events(): readonly TaskEvent[] {
    return this.#events;
  }
}
