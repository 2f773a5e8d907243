import type { Explanation } from '../../agent.js';
import type { ObjectReport, RuntimeReport } from '../reconcile-report.js';
import type { Removed } from './remembering-pass.js';

/** Something that is on the host, and the runtime it is in. */
export type Seen = ObjectReport & { readonly runtime: string };

export const seenIn = (reports: readonly RuntimeReport[]): readonly Seen[] =>
  reports.flatMap((report) =>
    'objects' in report ? report.objects.map((object) => ({ ...object, runtime: report.runtime })) : [],
  );

/** Which runtimes could not be asked, since what is looked for may be there. */
export const unseenIn = (reports: readonly RuntimeReport[]): readonly string[] =>
  reports.flatMap((report) =>
    'why' in report ? [`What is in ${report.runtime} can't be told: ${report.why.message}.`] : [],
  );

export const ofSeen = (seen: Seen, unseen: readonly string[]): Explanation => ({
  about: 'instance',
  id: seen.id,
  sentences: [verdictOn(seen), ...unseen],
  facts: { runtime: seen.runtime, verdict: seen.verdict },
});

export const verdictOn = ({ runtime, verdict, words }: Seen): string =>
  verdict.because === 'dry-run'
    ? `It is there in ${runtime}, is ours, and belongs to nothing that is known: it is to be removed.`
    : `It is there in ${runtime} and is left alone: ${words}.`;

export const ofRemoved = (removed: Removed): Explanation => ({
  about: 'instance',
  id: removed.id,
  sentences: [
    `It was removed from ${removed.runtime} at ${new Date(removed.at).toISOString()}: ${removed.words}.`,
  ],
  facts: { ...removed },
});
