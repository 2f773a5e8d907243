import { type RuntimeFault, type RuntimeFaultKind, fault } from '../../domain/faults/runtime-fault.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err } from '../../domain/shared/result.js';

const kinds: Readonly<Record<string, RuntimeFaultKind>> = {
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  ENOENT: 'not-found',
  ENOSPC: 'resource-exhausted',
  EDQUOT: 'resource-exhausted',
  EMFILE: 'resource-exhausted',
  ENFILE: 'resource-exhausted',
  ENAMETOOLONG: 'invalid-spec',
  EBUSY: 'conflict',
  EEXIST: 'conflict',
  EISDIR: 'conflict',
  ELOOP: 'conflict',
  ENOTDIR: 'conflict',
  ENOTEMPTY: 'conflict',
};

const remedy = 'run as root, or set state_dir to a directory that can be written';

/** The fault that an error of a file operation tells, by its errno. */
export function readFault(doing: string, cause: unknown): RuntimeFault {
  const { code } = cause as NodeJS.ErrnoException;
  const kind = kinds[code ?? ''] ?? 'internal';
  return fault(kind, describe(doing, cause), kind === 'permission-denied' ? { cause, remedy } : { cause });
}

/** The same when it is the root of all directories that can't be made: whatever the errno, it is a wrong one. */
export const readRootFault = (root: string, cause: unknown): RuntimeFault =>
  fault('permission-denied', describe(`making ${root}`, cause), { cause, remedy });

function describe(doing: string, cause: unknown): string {
  const { code, path } = cause as NodeJS.ErrnoException;
  return `${doing}: ${code ?? String(cause)}${path === undefined ? '' : ` at ${path}`}`;
}

/** What `act` answers; an error that it throws becomes a fault. */
export async function caught<T>(doing: string, act: () => Answer<T>): Answer<T> {
  try {
    return await act();
  } catch (cause) {
    return err(readFault(doing, cause));
  }
}
