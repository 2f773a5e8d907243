/**
 * How long the engine may take over one call, by class, in milliseconds; queueing for a connection counts. Commands get
 * more than any healthy engine takes, since a command that is given up has an unknown outcome.
 */
export interface Deadlines {
  /** Learning which API the engine speaks. */
  readonly negotiate: number;
  /** Questions about one object, or about the engine. */
  readonly query: number;
  /** The list, with what has to be asked of each instance. */
  readonly list: number;
  readonly create: number;
  readonly start: number;
  readonly signal: number;
  readonly remove: number;
  /** Until a command beside a container runs. */
  readonly exec: number;
  /** From a removal that goes on already until its absence is proved. */
  readonly absence: number;
  /**
   * From asking for a stream until it begins, and from one piece of a log to the next when it is not followed. What is
   * followed has no other bound.
   */
  readonly streamOpen: number;
  /** Until the engine begins to answer, and from then on until it has ended. */
  readonly load: number;
}

export const defaultDeadlines: Deadlines = {
  negotiate: 10_000,
  query: 15_000,
  list: 30_000,
  create: 240_000,
  start: 180_000,
  signal: 30_000,
  remove: 120_000,
  exec: 60_000,
  absence: 60_000,
  streamOpen: 30_000,
  load: 600_000,
};
