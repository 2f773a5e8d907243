import { shortId } from '../model/ids.js';
import type { Identity } from '../model/identity.js';

/**
 * What people see in lists: `wharf-<task>-<alloc>-<attempt>`, in letters that every runtime takes. Of another name with
 * every attempt, so that what is left of one never blocks the next. Never with a whole UUID in it: a Nomad agent on
 * the same engine takes such containers for its own and removes them.
 */
export function instanceName({ task, alloc, attempt }: Pick<Identity, 'task' | 'alloc' | 'attempt'>): string {
  const plain = task.replace(/[^a-zA-Z0-9_.-]/g, '_');
  return `wharf-${plain}-${shortId(alloc)}-${attempt.replace(/[^a-zA-Z0-9]/g, '').slice(0, 8)}`;
}
