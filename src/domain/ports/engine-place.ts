import type { Answer } from './runtime.js';

/** Where the engine that makes containers is, as far as it matters for what they mount. */
export interface EnginePlace {
  /** Undefined when it runs on another host, or nobody can tell. A fault when it does not answer. */
  locate(signal: AbortSignal): Answer<EngineWhereabouts | undefined>;
}

export interface EngineWhereabouts {
  /** The directory of all that is its own; undefined: it does not say. */
  readonly root: string | undefined;
  /** Its process, when it has mounts of its own; undefined: it has those of this process. */
  readonly pid: number | undefined;
}
