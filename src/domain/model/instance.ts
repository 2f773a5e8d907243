import type { Brand } from '../shared/brand.js';
import type { Exit } from './exit.js';
import type { Identity } from './identity.js';
import type { InstanceId, Instant } from './ids.js';
import type { SignalName } from './signals.js';

/** One container or supervised process that is on the host, as its runtime saw it just now. */
export interface Instance {
  readonly id: InstanceId;
  readonly name: string;
  readonly identity: Identity;
  readonly createdAt: Instant;
  readonly state: InstanceState;
  /** With which it wants to be stopped, when whoever made its image said so. */
  readonly stopSignal?: SignalName;
}

export type InstanceState =
  | { readonly phase: 'created' }
  | { readonly phase: 'running'; readonly pid: number; readonly startedAt: Instant }
  | {
      readonly phase: 'exited';
      readonly exit: Exit;
      readonly startedAt: Instant;
      readonly finishedAt: Instant;
    }
  /** The runtime has the instance but can't say what it does. */
  | { readonly phase: 'unknown'; readonly why: string };

export type OutputStream = 'stdout' | 'stderr';

/** Where in an instance's output a chunk ends. Opaque; only the runtime that gave it can read it. */
export type LogPosition = Brand<string, 'LogPosition'>;

/** Up to where its taker will never ask for output again, whatever becomes of it; undefined: from its first byte. */
export type KeptSoFar = () => LogPosition | undefined;

export interface LogChunk {
  readonly stream: OutputStream;
  readonly bytes: Uint8Array;
  /** Everything up to and including this chunk lies before this position. */
  readonly position: LogPosition;
}

/** What a log gives: chunks, and `end` behind the last one there will ever be. A log that ends without it broke off. */
export type LogItem = LogChunk | 'end';

/** Something may have happened to an instance: look. A hint may be lost, doubled or late; it is never the truth. */
export interface InstanceHint {
  readonly id: InstanceId;
}

/** What an instance uses now. */
export interface Usage {
  readonly memoryBytes: number;
  /** CPU time since its start, in microseconds. */
  readonly cpuUs: number;
  readonly pids: number;
}

/** What a runtime is and whether it works. */
export interface RuntimeDescription {
  /** For people, such as `Docker Engine 20.10.24 (API 1.41)`. */
  readonly summary: string;
  readonly version: string;
  /** Facts for programs, under keys without the driver's name. Job files can't refer to them. */
  readonly attributes: Readonly<Record<string, string>>;
}
