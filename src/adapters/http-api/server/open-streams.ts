import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';

/** Counts what goes on for as long as its client likes, and ends it all when the API closes. */
export class OpenStreams {
  readonly #limit: number;
  readonly #open = new Set<AbortController>();
  #closed = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A place for one more; undefined when there is none. Whoever has it gives it back. */
  take(): AbortController | undefined {
    if (this.#closed || this.#open.size >= this.#limit) return undefined;
    const place = new AbortController();
    this.#open.add(place);
    return place;
  }

  giveBack(place: AbortController): void {
    this.#open.delete(place);
    place.abort();
  }

  close(): void {
    this.#closed = true;
    for (const place of this.#open) place.abort();
  }

  get refusal(): RuntimeFault {
    return this.#closed
      ? fault('unavailable', 'the agent is closing')
      : fault(
          'resource-exhausted',
          `the agent has ${this.#limit.toString()} open streams, and takes no more`,
          {
            remedy: 'end some that follow logs or events, or run commands beside tasks',
          },
        );
  }
}
