import { adviseOn, type RuntimeFault } from '../faults/runtime-fault.js';
import type { InstanceId } from '../model/ids.js';
import type { Instance } from '../model/instance.js';

/**
 * The start of one attempt, one step at a time: from what was seen last to what to do next.
 *
 * The attempt's token is durable before the first step. A definite answer moves on; an answer that is neither yes nor
 * no is never repeated blindly: the next step is to look for what carries the token. Every create of one attempt asks
 * for the same name, so that a late one finds it taken. What runs has to have what its spec asks for, however it was seen
 * to run; what has less is removed, as one is whose start was refused. So an attempt ends with one instance that was started once,
 * with none, or with a removal that stays pending.
 *
 * Whether an image is here is asked by creating from it: a look beforehand would cost every start a question, and would
 * be no promise. What a create does not find is supplied, once.
 */
export function nextStartStep(progress: StartProgress, policy: StartPolicy): StartStep {
  const { seen } = progress;
  switch (seen.what) {
    case 'nothing':
      return progress.cancelled ? fail(cancelled, 'none') : { do: 'create' };
    case 'created':
      return progress.cancelled ? remove([seen.id], cancelled) : { do: 'start', id: seen.id };
    case 'started':
      return { do: 'inspect', id: seen.id };
    case 'instances':
      return afterLooking(seen.instances, progress, policy);
    case 'verified':
      return { do: 'succeed', instance: seen.instance };
    case 'create-fault':
      return afterCreateFault(seen.fault, progress, policy);
    case 'supplied':
      return afterSeeingNone(progress);
    case 'supply-fault':
      return fail(seen.fault, leftoverOf(progress));
    case 'start-fault':
      return adviseOn(seen.fault.kind) === 'give-up' || isExhausted(progress, policy)
        ? remove([seen.id], seen.fault)
        : { do: 'look', afterMs: backOff(progress, policy) };
    case 'look-fault':
      return isExhausted(progress, policy)
        ? fail(seen.fault, 'pending-removal')
        : { do: 'look', afterMs: backOff(progress, policy) };
    case 'removed':
      return fail(seen.because, 'none');
    case 'remove-fault':
      return fail(seen.because, 'pending-removal');
  }
}

export interface StartPolicy {
  /** Setbacks that the attempt survives; one more ends it. */
  readonly patience: number;
  /** Milliseconds before the first repetition; doubled for each further one. */
  readonly backOffMs: number;
  readonly backOffMaxMs: number;
}

export interface StartProgress {
  readonly seen: Seen;
  /** Steps of this attempt that got it no further: faults, and looks that did not show what became of the last one. */
  readonly setbacks: number;
  /** Whether a start was ever asked for: what was started must not be made a second time. */
  readonly startAsked: boolean;
  /** Whether a create's answer was lost: it may still come to be, so even a list without it is no proof. */
  readonly createUnclear: boolean;
  /** Whether what a create does not find can still be supplied. */
  readonly suppliable: boolean;
  /** Whether somebody no longer wants the task. */
  readonly cancelled: boolean;
}

export const beforeStart = (cancelled: boolean, suppliable: boolean): StartProgress => ({
  seen: { what: 'nothing' },
  setbacks: 0,
  startAsked: false,
  createUnclear: false,
  suppliable,
  cancelled,
});

/** What is known after one more step. */
export function afterStep(
  before: StartProgress,
  step: StartStep,
  seen: Seen,
  cancelled: boolean,
): StartProgress {
  const unclear = seen.what === 'create-fault' && adviseOn(seen.fault.kind) === 'look-first';
  return {
    seen,
    setbacks: before.setbacks + (isSetback(seen, before) ? 1 : 0),
    startAsked: before.startAsked || step.do === 'start',
    createUnclear: before.createUnclear || unclear,
    suppliable: before.suppliable && step.do !== 'supply',
    cancelled,
  };
}

function isSetback(seen: Seen, before: StartProgress): boolean {
  if (seen.what !== 'instances') return seen.what.endsWith('-fault');
  const saidStarted = before.seen.what === 'started';
  return seen.instances.some(
    ({ state: { phase } }) => phase === 'unknown' || (phase === 'created' && saidStarted),
  );
}

/** What the last step showed. */
export type Seen =
  | { readonly what: 'nothing' }
  | { readonly what: 'created'; readonly id: InstanceId }
  | { readonly what: 'started'; readonly id: InstanceId }
  /** All that carries the attempt's token. */
  | { readonly what: 'instances'; readonly instances: readonly Instance[] }
  /** It has what its spec asks for. */
  | { readonly what: 'verified'; readonly instance: Instance }
  | { readonly what: 'create-fault'; readonly fault: RuntimeFault }
  | { readonly what: 'supplied' }
  | { readonly what: 'supply-fault'; readonly fault: RuntimeFault }
  | { readonly what: 'start-fault'; readonly id: InstanceId; readonly fault: RuntimeFault }
  | { readonly what: 'look-fault'; readonly fault: RuntimeFault }
  | { readonly what: 'removed'; readonly because: RuntimeFault }
  | { readonly what: 'remove-fault'; readonly because: RuntimeFault };

export type StartStep =
  | { readonly do: 'create' }
  /** Fetches what the create did not find. */
  | { readonly do: 'supply' }
  | { readonly do: 'start'; readonly id: InstanceId }
  | { readonly do: 'inspect'; readonly id: InstanceId }
  | { readonly do: 'verify'; readonly instance: Instance }
  /** Waits, then lists what carries the attempt's token. */
  | { readonly do: 'look'; readonly afterMs: number }
  | { readonly do: 'remove'; readonly ids: readonly InstanceId[]; readonly because: RuntimeFault }
  | { readonly do: 'succeed'; readonly instance: Instance }
  | { readonly do: 'fail'; readonly fault: RuntimeFault; readonly leftover: Leftover };

/** Whether the failed attempt may have left something that a later list has to prove absent. */
export type Leftover = 'none' | 'pending-removal';

const cancelled: RuntimeFault = { kind: 'unavailable', message: 'stopped before it was started' };
const vanished: RuntimeFault = { kind: 'not-found', message: 'it vanished while it was being started' };
const idle: RuntimeFault = { kind: 'internal', message: 'it does not run although its start was answered' };
const obscure = (why: string): RuntimeFault => ({
  kind: 'internal',
  message: `its state can't be learned: ${why}`,
});

function afterCreateFault(fault: RuntimeFault, progress: StartProgress, policy: StartPolicy): StartStep {
  if (fault.kind === 'not-found' && progress.suppliable)
    return progress.cancelled ? fail(cancelled, leftoverOf(progress)) : { do: 'supply' };
  return adviseOn(fault.kind) === 'give-up' || isExhausted(progress, policy)
    ? fail(fault, leftoverOf(progress))
    : { do: 'look', afterMs: backOff(progress, policy) };
}

function afterLooking(
  instances: readonly Instance[],
  progress: StartProgress,
  policy: StartPolicy,
): StartStep {
  const [only, ...others] = instances;
  if (only === undefined) return afterSeeingNone(progress);
  if (others.length > 0) return remove(ids(instances), doubled(instances));
  const { id, state } = only;
  if (state.phase === 'running' || state.phase === 'exited') return { do: 'verify', instance: only };
  if (progress.cancelled) return remove([id], cancelled);
  if (isExhausted(progress, policy))
    return remove([id], state.phase === 'created' ? idle : obscure(state.why));
  return state.phase === 'created' ? { do: 'start', id } : { do: 'look', afterMs: backOff(progress, policy) };
}

function afterSeeingNone(progress: StartProgress): StartStep {
  if (progress.startAsked) return fail(vanished, 'pending-removal');
  return progress.cancelled ? fail(cancelled, leftoverOf(progress)) : { do: 'create' };
}

const leftoverOf = ({ createUnclear }: StartProgress): Leftover =>
  createUnclear ? 'pending-removal' : 'none';

const isExhausted = ({ setbacks }: StartProgress, { patience }: StartPolicy): boolean => setbacks > patience;

const backOff = ({ setbacks }: StartProgress, { backOffMs, backOffMaxMs }: StartPolicy): number =>
  Math.min(backOffMaxMs, backOffMs * 2 ** Math.max(0, setbacks - 1));

const fail = (fault: RuntimeFault, leftover: Leftover): StartStep => ({ do: 'fail', fault, leftover });

const remove = (targets: readonly InstanceId[], because: RuntimeFault): StartStep => ({
  do: 'remove',
  ids: targets,
  because,
});

const ids = (instances: readonly Instance[]): readonly InstanceId[] => instances.map(({ id }) => id);

const doubled = (instances: readonly Instance[]): RuntimeFault => ({
  kind: 'internal',
  message: `${instances.length.toString()} instances carry the token of one attempt`,
});
