import type { Mount } from '../../../src/domain/model/mount.js';

/** The bind of one of a task's own directories: it must be that very one. */
export const anOwnMount = (
  source: string,
  target: string,
  readOnly = false,
): Extract<Mount, { kind: 'bind' }> => ({
  kind: 'bind',
  source,
  target,
  readOnly,
  propagation: 'private',
  within: source,
});
