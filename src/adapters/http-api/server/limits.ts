/** What clients may cost. Milliseconds and bytes. */
export interface ApiLimits {
  /** A job with all its templates. */
  readonly bodyBytes: number;
  readonly headerBytes: number;
  /** For the head of a request, and then for all of it. */
  readonly requestMs: number;
  readonly connections: number;
  /** Of logs, events and commands that run beside tasks, together. */
  readonly streams: number;
  /** Between signs of life on a stream of events. */
  readonly heartbeatMs: number;
  /** For what is under way when the API closes. */
  readonly closingMs: number;
}

export const usualLimits: ApiLimits = {
  bodyBytes: 8 * 1024 * 1024,
  headerBytes: 16 * 1024,
  requestMs: 10_000,
  connections: 256,
  streams: 64,
  heartbeatMs: 15_000,
  closingMs: 2000,
};
