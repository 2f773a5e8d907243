import type { TaskHandle } from '../src/domain/model/handle.js';
import type { GroupNetworking, Membership } from '../src/app/services/network/group-network.js';
import type { MadeNetwork } from '../src/app/services/network/networks.js';
import { type BenchTask, valueOf } from './task.js';

/** A group of one task with a network of its own, of which neither is there yet. */
export class BenchGroup {
  readonly #networking: GroupNetworking;
  readonly #join: (network: MadeNetwork | undefined) => Promise<BenchTask>;

  constructor(networking: GroupNetworking, join: (network: MadeNetwork | undefined) => Promise<BenchTask>) {
    this.#networking = networking;
    this.#join = join;
  }

  /** As an attempt does it: the network, what the task finds there, the task. */
  async start(): Promise<StartedGroup> {
    const membership = await valueOf(this.#networking.join(new AbortController().signal));
    const task = await this.#join(membership.network);
    return { membership, task, handle: await task.start() };
  }

  async end({ membership, task, handle }: StartedGroup): Promise<void> {
    await task.end(handle);
    membership.leave();
    await this.#networking.end();
  }
}

export interface StartedGroup {
  readonly membership: Membership;
  readonly task: BenchTask;
  readonly handle: TaskHandle;
}
