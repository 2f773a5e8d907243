import { fault, type RuntimeFault, type RuntimeFaultKind } from '../../domain/faults/runtime-fault.js';

const byErrno: Readonly<Record<string, RuntimeFaultKind>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EEXIST: 'conflict',
  EBUSY: 'conflict',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  EAGAIN: 'resource-exhausted',
  ENOMEM: 'resource-exhausted',
  EMFILE: 'resource-exhausted',
  ENFILE: 'resource-exhausted',
  ENOSPC: 'resource-exhausted',
  EDQUOT: 'resource-exhausted',
  EINVAL: 'invalid-spec',
  ENAMETOOLONG: 'invalid-spec',
  ELOOP: 'invalid-spec',
};

/** What an answer of the kernel means, by its errno. `doing` is a clause such as `make the bundle`. */
export const errnoFault = (doing: string, cause: unknown): RuntimeFault =>
  fault(byErrno[errnoOf(cause) ?? ''] ?? 'internal', `can't ${doing}: ${wordsOf(cause)}`, { cause });

/** How a command ended, as far as it did. */
export type CommandEnd =
  | { readonly kind: 'code'; readonly code: number; readonly said: string }
  /** It was never run: what the kernel answered. */
  | { readonly kind: 'not-run'; readonly cause: unknown }
  /** It took longer than its bound, and was killed. */
  | { readonly kind: 'late'; readonly boundMs: number };

/**
 * What it means that a command did not end with 0. An OCI runtime has one exit code for all that goes wrong, after which
 * something may have been done all the same.
 */
export function commandFault(command: string, end: CommandEnd): RuntimeFault {
  switch (end.kind) {
    case 'code':
      return fault('internal', `${command} ended with ${end.code.toString()}: ${said(end.said)}`);
    case 'not-run':
      return fault(spawnKind(end.cause), `can't run ${command}: ${wordsOf(end.cause)}`, { cause: end.cause });
    case 'late':
      return fault('outcome-unknown', `${command} gave no answer for ${end.boundMs.toString()} ms`);
  }
}

/** A program that is missing means that nothing can be run here, not that what was asked for is missing. */
function spawnKind(cause: unknown): RuntimeFaultKind {
  const kind = byErrno[errnoOf(cause) ?? ''];
  return kind === 'resource-exhausted' || kind === 'permission-denied' ? kind : 'unavailable';
}

export const errnoOf = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;

const wordsOf = (cause: unknown): string =>
  errnoOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));

const said = (text: string): string => (text.trim() === '' ? 'it did not say why' : text.trim());
