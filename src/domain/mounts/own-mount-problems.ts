import type { OwnMount } from '../model/mounting.js';
import { matchesAny } from '../shared/glob.js';
import { type Problem, problem } from '../shape/problem.js';

/** What a config binds by its path has no name: only who may mount every volume bidirectionally may mount it so. */
export const ownMountProblems = (
  own: readonly OwnMount[],
  bidirectional: readonly string[] = ['*'],
): readonly Problem[] =>
  own
    .filter(({ mount }) => mount.kind === 'bind' && mount.propagation === 'bidirectional')
    .filter(({ mount }) => !(mount.kind === 'bind' && matchesAny(bidirectional, mount.source)))
    .map(({ path }) =>
      problem(
        path,
        'is "bidirectional", which this host does not allow for what is no volume of it',
        'use a volume of the host, or have volumes.bidirectional allow it',
      ),
    );
