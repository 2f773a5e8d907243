import type { Answer } from '../../../domain/ports/runtime.js';
import { ok } from '../../../domain/shared/result.js';
import type { MadeNetwork } from './networks.js';

/** A task's place in its group's network, from before its attempt begins until nothing of that is left. */
export interface Membership {
  /** Undefined where there is nothing to join, or a task has joined before. */
  readonly network: MadeNetwork | undefined;
  /** Aborts when nothing can join the network any more: all tasks of the group are to begin anew, in another. */
  readonly lost: AbortSignal;
  /** Looks whether it is still whole, for whoever could not start in it. */
  readonly check: () => Promise<void>;
  readonly leave: () => void;
}

/** The network that the tasks of one allocation share. */
export interface GroupNetworking {
  /** Makes the network when there is none. One that was lost is made anew, once all that are in it have left. */
  join(cancel: AbortSignal): Answer<Membership>;
  /** For a task that is in it from before. */
  rejoin(): Membership;
  /** Takes it off the host, once all tasks have ended. What can't be taken just now is, later. */
  end(): Promise<void>;
}

const hostMembership: Membership = {
  network: undefined,
  lost: new AbortController().signal,
  check: () => Promise.resolve(),
  leave: () => undefined,
};

/** Of a group whose tasks are in no network of its own. */
export const hostNetworking: GroupNetworking = {
  join: () => Promise.resolve(ok(hostMembership)),
  rejoin: () => hostMembership,
  end: () => Promise.resolve(),
};
