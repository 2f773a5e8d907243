import { fault, type RuntimeFault, type RuntimeFaultKind } from '../../domain/faults/runtime-fault.js';

const kinds: Readonly<Record<string, RuntimeFaultKind>> = {
  ENOENT: 'not-found',
  ENODEV: 'not-found',
  ESRCH: 'not-found',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  EMFILE: 'resource-exhausted',
  ENFILE: 'resource-exhausted',
  ENOMEM: 'resource-exhausted',
  EBUSY: 'conflict',
};

/** What the kernel's answer means, by its errno. `doing` is a clause such as `read the mounts of the host`. */
export const readFault = (doing: string, cause: unknown): RuntimeFault => {
  const code = errnoOf(cause);
  return fault(kinds[code ?? ''] ?? 'internal', `can't ${doing}: ${code ?? String(cause)}`, { cause });
};

export const errnoOf = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
