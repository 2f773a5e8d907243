import { fault, type RuntimeFault, type RuntimeFaultKind } from '../../domain/faults/runtime-fault.js';

const kinds: Readonly<Record<string, RuntimeFaultKind>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EEXIST: 'conflict',
  EBUSY: 'conflict',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  ENOSPC: 'resource-exhausted',
  ENOMEM: 'resource-exhausted',
  EMFILE: 'resource-exhausted',
  ENFILE: 'resource-exhausted',
  EAGAIN: 'resource-exhausted',
  ELOOP: 'invalid-spec',
  EINVAL: 'invalid-spec',
  ENAMETOOLONG: 'invalid-spec',
};

export const errnoOf = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;

/** What an answer of the kernel means, by its errno. `doing` is a clause such as `clear the area`. */
export function errnoFault(doing: string, cause: unknown): RuntimeFault {
  const code = errnoOf(cause);
  return fault(kinds[code ?? ''] ?? 'internal', `can't ${doing}: ${code ?? String(cause)}`, { cause });
}
