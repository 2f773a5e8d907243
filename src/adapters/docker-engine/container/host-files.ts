import { readFile, realpath } from 'node:fs/promises';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { ContainerSpec } from '../../../domain/model/container-spec.js';
import type { Mount } from '../../../domain/model/mount.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { isStaged } from '../../../domain/mounts/staged-binds.js';
import { isWithin } from '../../../domain/shared/path.js';
import { type Result, err, ok } from '../../../domain/shared/result.js';

/**
 * The spec with what it names on the host looked up: bind sources that are there and do not leave the directory they
 * are kept to, and the text of its seccomp profile, which the engine wants instead of a path.
 */
export async function withHostFiles(spec: ContainerSpec): Answer<ContainerSpec> {
  const mounts = collect(await Promise.all(spec.mounts.map(locate)));
  if (!mounts.ok) return mounts;
  const securityOptions = collect(await Promise.all(spec.securityOptions.map(readProfile)));
  if (!securityOptions.ok) return securityOptions;
  return ok({ ...spec, mounts: mounts.value, securityOptions: securityOptions.value });
}

async function locate(mount: Mount): Answer<Mount> {
  // What is staged is opened there, once.
  if (mount.kind !== 'bind' || isStaged(mount)) return ok(mount);
  const source = await orFault(mount.source, realpath(mount.source));
  if (!source.ok || mount.within === undefined) return source.ok ? ok(mount) : source;
  // As text: a link in what it is kept to leads out of it as well.
  return isWithin(source.value, mount.within)
    ? ok({ ...mount, source: source.value })
    : err(fault('invalid-spec', `${mount.source} leads to ${source.value}, out of ${mount.within}`));
}

async function readProfile(option: string): Answer<string> {
  const path = /^seccomp=(\/.*)$/.exec(option)?.[1];
  if (path === undefined) return ok(option);
  const profile = await orFault(path, readFile(path, 'utf8'));
  return profile.ok ? ok(`seccomp=${profile.value}`) : profile;
}

async function orFault<T>(path: string, reading: Promise<T>): Answer<T> {
  try {
    return ok(await reading);
  } catch (error) {
    return err(readFileFault(path, error));
  }
}

/** By errno: what is missing, what we may not read, and anything else. */
export function readFileFault(path: string, error: unknown): RuntimeFault {
  const { code = '' } = (error ?? {}) as { readonly code?: string };
  const about = { cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return fault('not-found', `${path} is not on this host`, about);
  if (code === 'EACCES' || code === 'EPERM')
    return fault('permission-denied', `${path} can't be read`, about);
  return fault('invalid-spec', `${path} can't be used (${code})`, about);
}

function collect<T>(results: readonly Result<T, RuntimeFault>[]): Result<readonly T[], RuntimeFault> {
  const failed = results.find((result) => !result.ok);
  if (failed?.ok === false) return failed;
  return ok(results.flatMap((result) => (result.ok ? [result.value] : [])));
}
