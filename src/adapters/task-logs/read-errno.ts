import { fault, type RuntimeFault, type RuntimeFaultKind } from '../../domain/faults/runtime-fault.js';

const kinds: Readonly<Record<string, RuntimeFaultKind>> = {
  ENOSPC: 'resource-exhausted',
  EDQUOT: 'resource-exhausted',
  EMFILE: 'resource-exhausted',
  ENFILE: 'resource-exhausted',
  ENOMEM: 'resource-exhausted',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EEXIST: 'conflict',
  ELOOP: 'conflict',
  EISDIR: 'conflict',
};

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on that file system, or lower max_files and max_file_size',
  EDQUOT: 'raise the quota, or lower max_files and max_file_size',
  EROFS: 'set state_dir to a directory on a file system that can be written',
};

/** The fault that a failed call on a log file tells, by its errno. */
export function readErrno(error: unknown, what = "task output can't be kept"): RuntimeFault {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const remedy = remedies[code];
  return fault(kinds[code] ?? 'internal', `${what}: ${message}`, {
    cause: error,
    ...(remedy === undefined ? {} : { remedy }),
  });
}
