import type { TaskHandle } from '../src/domain/model/handle.js';
import type { AllocId } from '../src/domain/model/ids.js';
import type { TaskRequest } from '../src/domain/model/task-request.js';
import type { Answer } from '../src/domain/ports/runtime.js';
import type { TaskDriver } from '../src/domain/ports/task-driver.js';

const never = (): AbortSignal => new AbortController().signal;
const silent = { onPull: () => undefined, onPulled: () => undefined };

/** A task with all its directories made, one call away from running. */
export class BenchTask {
  readonly #driver: TaskDriver;
  readonly #request: TaskRequest;
  readonly #discard: () => Promise<void>;

  constructor(driver: TaskDriver, request: TaskRequest, discard: () => Promise<void>) {
    this.#driver = driver;
    this.#request = request;
    this.#discard = discard;
  }

  get alloc(): AllocId {
    return this.#request.identity.alloc;
  }

  start(): Promise<TaskHandle> {
    return valueOf(this.#driver.start(this.#request, silent, never()));
  }

  /** All that it printed, once it has ended. */
  async output(handle: TaskHandle): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const item of this.#driver.logs(handle, undefined, never()))
      if (item !== 'end') chunks.push(item.bytes);
    return Buffer.concat(chunks).toString();
  }

  async end(handle: TaskHandle): Promise<void> {
    await valueOf(this.#driver.destroy(handle, never()));
    await this.discard();
  }

  /** Takes its directories away; nothing of it runs. */
  discard(): Promise<void> {
    return this.#discard();
  }
}

export async function valueOf<T>(answer: Answer<T>): Promise<T> {
  const answered = await answer;
  if (answered.ok) return answered.value;
  throw new Error(`${answered.error.kind}: ${answered.error.message}`, { cause: answered.error.cause });
}
