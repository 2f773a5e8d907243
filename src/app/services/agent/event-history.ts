import type { RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { NumberedEvent, TaskEvent } from '../../../domain/model/event.js';
import type { Clock } from '../../../domain/ports/clock.js';
import type { EventSink } from '../../../domain/ports/event-sink.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { keptEvents, type TaskStore } from '../../../domain/ports/task-store.js';
import { done } from '../../../domain/shared/result.js';
import { Bell } from '../bell.js';

export interface HistoryParts {
  readonly store: Pick<TaskStore, 'record' | 'events'>;
  readonly clock: Clock;
  /** Milliseconds before what could not be recorded is tried again. */
  readonly policy: { readonly rewriteMs: number };
}

/** Numbers what happens, keeps the last of it, and tells it to whoever asks. How far a pull has come is no history. */
export class EventHistory implements EventSink {
  readonly #parts: HistoryParts;
  readonly #closed: AbortSignal;
  readonly #told = new Bell();
  #events: NumberedEvent[] = [];
  #last = 0;
  #recorded = 0;
  #isRecording = false;
  #refusal: RuntimeFault | undefined;

  constructor(parts: HistoryParts, closed: AbortSignal) {
    this.#parts = parts;
    this.#closed = closed;
    closed.addEventListener('abort', () => {
      this.#told.ring();
    });
  }

  /** Goes on where the one before stopped. To be asked once, before anything is told. */
  async load(): Answer<undefined> {
    const kept = await this.#parts.store.events(0);
    if (!kept.ok) return kept;
    this.#events = [...kept.value];
    this.#last = this.#recorded = this.#events.at(-1)?.number ?? 0;
    return done;
  }

  emit(event: TaskEvent): void {
    if (event.what.type === 'pulling' && event.what.progress !== undefined) return;
    this.#last += 1;
    this.#events.push({ number: this.#last, event });
    if (this.#events.length > keptEvents) this.#events.shift();
    this.#told.ring();
    if (!this.#isRecording) void this.#record();
  }

  /** The earliest first. */
  get kept(): readonly NumberedEvent[] {
    return this.#events;
  }

  /** Why what was told last could not be kept yet. */
  get refusal(): RuntimeFault | undefined {
    return this.#refusal;
  }

  /** All after that number that is still kept, then whatever comes, until `signal` aborts. */
  async *after(
    number: number | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<NumberedEvent, void, undefined> {
    const ring = (): void => {
      this.#told.ring();
    };
    signal.addEventListener('abort', ring, { once: true });
    try {
      for (let seen = number ?? this.#last; !signal.aborted && !this.#closed.aborted;) {
        const next = this.#events.find((event) => event.number > seen);
        if (next === undefined) await this.#told.heard();
        else {
          seen = next.number;
          yield next;
        }
      }
    } finally {
      signal.removeEventListener('abort', ring);
    }
  }

  /** What comes while some is being recorded is recorded together after that. */
  async #record(): Promise<void> {
    const { store, clock, policy } = this.#parts;
    this.#isRecording = true;
    while (this.#recorded < this.#last && !this.#closed.aborted) {
      const batch = this.#events.filter(({ number }) => number > this.#recorded);
      const recorded = await store.record(batch);
      this.#refusal = recorded.ok ? undefined : recorded.error;
      if (recorded.ok) this.#recorded = batch.at(-1)?.number ?? this.#last;
      else await clock.sleep(policy.rewriteMs, this.#closed);
    }
    this.#isRecording = false;
  }
}
