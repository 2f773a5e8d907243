import type { Instant } from '../model/ids.js';
import { formatDuration } from '../shared/duration.js';
import type { RemoveReason, SpareReason, Verdict } from './decide.js';

/** A verdict in words for people. */
export function explain({ because, ...verdict }: Verdict, now: Instant): string {
  const until = 'until' in verdict ? verdict.until : undefined;
  const rest = until === undefined ? '' : `, for ${formatDuration(until - now)} more`;
  return words[because] + rest;
}

const words: Readonly<Record<RemoveReason | SpareReason, string>> = {
  'untracked-task': 'it is ours, and no task of ours is known that it belongs to',
  'holder-without-group': 'it held the network of a group that is gone',
  'network-without-group': 'it is the network of a group that is gone',
  tracked: 'it is a task that is kept track of',
  'holder-of-live-group': 'its group lives',
  'likeness-in-live-group':
    'it looks like a task of ours that is not known, but its group lives and may have made it',
  'foreign-owner': 'it belongs to another agent',
  'not-a-task':
    'it has no label of ours, and not both the environment and the directories of one of our tasks',
  'unknown-kind': 'it is ours, but of a kind that this version does not know',
  'unknown-age': 'it is ours and not known, but how old it is can not be told',
  'in-grace': 'it is ours and not known, but so young that it may be in the making',
  'first-sighting': 'it is ours and not known, and will be removed if the next look finds it so too',
  'dry-run': 'it would be removed, but this is a dry run',
};
