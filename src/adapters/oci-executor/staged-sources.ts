import type { Mount } from '../../domain/model/mount.js';
import { atPlaces, isStaged } from '../../domain/mounts/staged-binds.js';
import type { BindStaging } from '../../domain/ports/bind-staging.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { ok } from '../../domain/shared/result.js';
import type { OciMount } from './oci-config.js';
import type { Prepared } from './prepare.js';

/** A task as it is to be made, and from where its own mounts come. */
interface Staged {
  readonly prepared: Prepared;
  readonly mounts: readonly Mount[];
}

/** What was prepared, with those sources at a place in the area that a task could change until they are mounted. */
export async function stageSources(
  binds: BindStaging,
  area: string,
  mounts: readonly Mount[],
  prepared: Prepared,
): Answer<Staged> {
  const kept = mounts.filter(isStaged);
  if (kept.length === 0) return ok({ prepared, mounts });
  const places = await binds.stage(area, kept);
  if (!places.ok) return places;
  // The task's own come last, in their order.
  const { config } = prepared;
  const others = config.mounts.slice(0, config.mounts.length - mounts.length);
  const own = config.mounts.slice(others.length);
  const sources = atPlaces(mounts, places.value);
  const moved = own.map((mount, index): OciMount => {
    const at = sources[index];
    return at !== undefined && isStaged(at) ? { ...mount, source: at.source } : mount;
  });
  return ok({
    prepared: { ...prepared, config: { ...config, mounts: [...others, ...moved] } },
    mounts: sources,
  });
}
