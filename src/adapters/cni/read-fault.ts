import { fault, type RuntimeFault, type RuntimeFaultKind } from '../../domain/faults/runtime-fault.js';
import type { ProgramEnd } from './run-program.js';

const kinds: Readonly<Record<string, RuntimeFaultKind>> = {
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  EAGAIN: 'resource-exhausted',
  ENOMEM: 'resource-exhausted',
  EMFILE: 'resource-exhausted',
  ENFILE: 'resource-exhausted',
  ENOSPC: 'resource-exhausted',
  EDQUOT: 'resource-exhausted',
};

/** What an answer of the kernel means. `doing` is a clause such as `make the network`. */
export const errnoFault = (doing: string, cause: unknown): RuntimeFault =>
  fault(kinds[errnoOf(cause) ?? ''] ?? 'internal', `can't ${doing}: ${wordsOf(cause)}`, { cause });

/** What it means that a program of the host did not end with 0. */
export function programFault(program: string, end: ProgramEnd): RuntimeFault {
  switch (end.kind) {
    case 'code':
      return fault('internal', `${program} failed: ${wordsSaid(end)}`);
    case 'not-run':
      return notRun(program, end.cause);
    case 'late':
      return fault('outcome-unknown', `${program} gave no answer for ${end.boundMs.toString()} ms`);
  }
}

/** A program that is missing means that nothing can be made here, not that what was asked for is missing. */
export const notRun = (program: string, cause: unknown): RuntimeFault =>
  fault(kinds[errnoOf(cause) ?? ''] ?? 'unavailable', `can't run ${program}: ${wordsOf(cause)}`, {
    cause,
    remedy,
  });

export const remedy = 'apt-get install containernetworking-plugins iptables iproute2 util-linux';

export const errnoOf = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;

const wordsOf = (cause: unknown): string =>
  errnoOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));

const wordsSaid = ({ code, out, errors }: { code: number; out: string; errors: string }): string =>
  errors.trim() || out.trim() || `it ended with ${code.toString()}`;

/** The value, or what there is instead of something that isn't there. */
export async function unlessMissing<T, U>(asked: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await asked;
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(cause) ?? '')) return otherwise;
    throw cause;
  }
}
