import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { NumberedEvent } from '../../../domain/model/event.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import type { AllocStatus, Explanation } from '../../agent.js';
import type { RuntimeReport } from '../reconcile-report.js';
import { insideOf, ofAllocation } from './explain-kept.js';
import { historyOf, ofPurged } from './explain-history.js';
import { ofRemoved, ofSeen, type Seen, seenIn, unseenIn, verdictOn } from './explain-object.js';
import type { Removed } from './remembering-pass.js';

/** All that can be told from. */
export interface Knowledge {
  readonly kept: readonly AllocStatus[];
  readonly events: readonly NumberedEvent[];
  /** What a look at the host just now made of each object; nothing of it was removed. */
  readonly reports: readonly RuntimeReport[];
  /** The latest first. */
  readonly removed: readonly Removed[];
}

/**
 * What is known of the one thing whose id is this, or begins with it: first of what there is, then of what there was.
 * An id that is whole is no beginning of others.
 */
export function explain(id: string, known: Knowledge): Result<Explanation, RuntimeFault> {
  const unseen = unseenIn(known.reports);
  const live = one(id, [...known.kept.flatMap((alloc) => ofKept(alloc, known)), ...strangers(known, unseen)]);
  const found = live ?? one(id, past(known));
  return found ?? err(fault('not-found', [`nothing is known of ${id}`, ...unseen].join('. ')));
}

function one(id: string, all: readonly Explanation[]): Result<Explanation, RuntimeFault> | undefined {
  const alike = all.filter((each) => id !== '' && each.id.startsWith(id));
  const [first] = alike;
  const exact = alike.find((each) => each.id === id);
  if (first === undefined) return undefined;
  if (exact !== undefined || alike.every((each) => each.id === first.id)) return ok(exact ?? first);
  const ids = alike.map(({ about, id: whole }) => `${whole} (${about})`);
  return err(fault('conflict', `several begin with ${id}: ${ids.join(', ')}`));
}

function ofKept(alloc: AllocStatus, { events, reports }: Knowledge): readonly Explanation[] {
  const objects = new Map(seenIn(reports).map((seen) => [seen.id as string, seen]));
  const history = historyOf(events.filter(({ event }) => event.alloc === alloc.id));
  const whole = ofAllocation(alloc);
  return [
    { ...whole, sentences: [...whole.sentences, ...history] },
    ...insideOf(alloc).map((inside) => withVerdict(inside, objects.get(inside.id))),
  ];
}

const withVerdict = (inside: Explanation, seen: Seen | undefined): Explanation =>
  seen === undefined
    ? inside
    : {
        ...inside,
        sentences: [...inside.sentences, verdictOn(seen)],
        facts: { ...inside.facts, runtime: seen.runtime, verdict: seen.verdict },
      };

/** What is on the host and is no instance of a task that runs. */
function strangers({ kept, reports }: Knowledge, unseen: readonly string[]): readonly Explanation[] {
  const ours = new Set(kept.flatMap(({ tasks }) => tasks.map(({ handle }) => handle?.instance)));
  return seenIn(reports)
    .filter(({ id }) => !ours.has(id))
    .map((seen) => ofSeen(seen, unseen));
}

function past({ kept, events, removed }: Knowledge): readonly Explanation[] {
  const there = new Set(kept.map(({ id }) => id));
  const purged = new Set(events.map(({ event }) => event.alloc).filter((alloc) => !there.has(alloc)));
  const objects = new Map([...removed].reverse().map((each) => [each.id, each]));
  return [
    ...[...objects.values()].map(ofRemoved),
    ...[...purged].map((alloc) =>
      ofPurged(
        alloc,
        events.filter(({ event }) => event.alloc === alloc),
      ),
    ),
  ];
}
