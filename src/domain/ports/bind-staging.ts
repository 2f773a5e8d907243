import type { KeptBind } from '../model/mount.js';
import type { Answer } from './runtime.js';

/**
 * Puts what binds lead to where no task can change it, for whoever mounts by path: what is found when the source is
 * opened is what lies there, whatever is put in the place of the source meanwhile.
 *
 * An area is a directory that is there as long as it holds something; its path is absolute. Only root can enter it.
 */
export interface BindStaging {
  /**
   * One path in the area per bind, in their order. At it lies the very file or directory that the source led to, with
   * what is mounted below it, and it passes mounts on as the source does, unless the bind is to be private. What the
   * area lies in is made when it is missing.
   *
   * Links that stay in `within` are followed, and so is `..`; nothing else is. `invalid-spec` when the source leads out
   * of it, when a part of `within` is a link, and when the source is a file that has another name as well, since that
   * may lie anywhere; `not-found` when there is no source; `conflict` when the area is there already. After a fault
   * there is no new area.
   */
  stage(area: string, binds: readonly KeptBind[]): Answer<readonly string[]>;

  /**
   * Takes the area off the host and leaves all that lay in it where it comes from, with what is mounted there, and
   * wherever else it was mounted meanwhile. Succeeds when there is no such area.
   */
  clear(area: string): Answer<undefined>;
}
