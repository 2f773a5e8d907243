/**
 * How many creates and starts a runtime is asked for at the same time, learned from how long they take.
 *
 * A runtime that is asked for more than it can do at once takes longer for each and does no more in all; and whoever asks
 * for something else, a stop or a look, waits among them. So one more is let in each round while they take about as long
 * as unhurried ones, and fewer are once they take much longer: up by addition, down by multiplication, as TCP finds out
 * what a line can carry (RFC 5681).
 */
export interface Admission {
  /** At once; the fraction counts towards the next whole one. At least 1. */
  readonly limit: number;
  /** Milliseconds, by the kind of call: what the quickest took. Creeps up when the host has become slower. */
  readonly unhurriedMs: Readonly<Record<AdmittedCall, number>>;
}

export type AdmittedCall = 'create' | 'start';

export interface AdmissionPolicy {
  readonly first: number;
  readonly least: number;
  readonly most: number;
  /** How many times as long as an unhurried call one may take before it counts as slow. */
  readonly patience: number;
  /** By which an unhurried time grows with each slower call of a few. At least 1. */
  readonly forgetting: number;
  /** By which the limit shrinks with each slow call. Less than 1. */
  readonly retreat: number;
}

export interface EndedCall {
  readonly call: AdmittedCall;
  /** `no-answer`: it was not answered in time or cut off. */
  readonly outcome: 'answered' | 'no-answer';
  readonly tookMs: number;
  /** Whether others had to wait for their turn while it went on: only then more at once would have been a help. */
  readonly crowded: boolean;
}

export const admissionAtFirst = ({ first }: AdmissionPolicy): Admission => ({
  limit: first,
  unhurriedMs: { create: Infinity, start: Infinity },
});

export function afterCall(
  admission: Admission,
  { call, outcome, tookMs, crowded }: EndedCall,
  { least, most, patience, forgetting, retreat }: AdmissionPolicy,
): Admission {
  const { limit, unhurriedMs } = admission;
  const before = unhurriedMs[call];
  if (outcome === 'no-answer') return { limit: Math.max(least, limit * retreat), unhurriedMs };
  // That calls of a crowd are slow is no news; that the few that were let in are, is.
  const usual = crowded && limit > least ? before : before * forgetting;
  const learned = { ...unhurriedMs, [call]: Math.min(Math.max(1, tookMs), usual) };
  if (tookMs > before * patience) return { limit: Math.max(least, limit * retreat), unhurriedMs: learned };
  return { limit: crowded ? Math.min(most, limit + 1 / limit) : limit, unhurriedMs: learned };
}
