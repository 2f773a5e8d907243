import { type RuntimeFault, type RuntimeFaultKind, fault } from '../../domain/faults/runtime-fault.js';

const kinds: Readonly<Record<string, RuntimeFaultKind>> = {
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  ENOSPC: 'resource-exhausted',
  EDQUOT: 'resource-exhausted',
  EMFILE: 'resource-exhausted',
  ENFILE: 'resource-exhausted',
  ENOMEM: 'resource-exhausted',
  ENOTDIR: 'conflict',
  ELOOP: 'conflict',
  EISDIR: 'conflict',
  ENAMETOOLONG: 'invalid-spec',
};

/** The fault that an error tells by its errno. `doing` is a clause such as `write to the task store in /x`. */
export function readFault(doing: string, directory: string, cause: unknown): RuntimeFault {
  const code = errnoOf(cause);
  const kind = kinds[code ?? ''] ?? 'internal';
  return fault(kind, `can't ${doing}: ${code ?? messageOf(cause)}`, {
    cause,
    remedy: remedyOf(kind, directory),
  });
}

const elsewhere = 'set state_dir to another directory';

function remedyOf(kind: RuntimeFaultKind, directory: string): string {
  if (kind === 'permission-denied') return 'run as root, or set state_dir to a directory that can be written';
  if (kind === 'resource-exhausted')
    return `make room on the file system of ${directory}, and for open files`;
  if (kind === 'internal') return `look at the disk below ${directory} (dmesg), or ${elsewhere}`;
  return `look at what stands at ${directory}, or ${elsewhere}`;
}

export const damagedFault = (directory: string, why: string, cause?: unknown): RuntimeFault =>
  fault('internal', `the task store in ${directory} can't be read: ${why}`, {
    cause,
    remedy:
      `put a copy of ${directory} back, or move it away and begin with an empty one: ` +
      'what runs goes on, and is known by its labels',
  });

export const inUseFault = (directory: string, holder: string): RuntimeFault =>
  fault('conflict', `the task store in ${directory} is in use by ${holder}`, {
    remedy: `end that process, or ${elsewhere}`,
  });

export const closedFault = (directory: string): RuntimeFault =>
  fault('unavailable', `the task store in ${directory} is closed`);

export const errnoOf = (cause: unknown): string | undefined => {
  const code = codeOf(cause);
  return code?.startsWith('E') === true ? code : undefined;
};

/** An errno, or one of the codes that start with `LEVEL_`. */
export const codeOf = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;

export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
