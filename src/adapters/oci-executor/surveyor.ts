import { readdir, readFile } from 'node:fs/promises';

import type { HostObject, Thoroughness } from '../../domain/model/host-object.js';
import type { InstanceId } from '../../domain/model/ids.js';
import { bundlePaths, isInstanceName, type RunPaths } from './bundle.js';
import { readClaimed } from './instance-record.js';
import { unlessMissing } from './observer.js';

/**
 * Tells whose each bundle is, by its record alone. One without a record, or with one that was torn while it was written,
 * is nobody's. Throws what keeps it from reading one.
 */
export class Surveyor {
  readonly #run: RunPaths;

  constructor(run: RunPaths) {
    this.#run = run;
  }

  /** One after the other: there may be more bundles than files that can be open. */
  async survey(thoroughness: Thoroughness): Promise<readonly HostObject[]> {
    const objects: HostObject[] = [];
    for (const name of await unlessMissing(readdir(this.#run.bundles), [])) {
      const object = await this.identify(name as InstanceId);
      if (object !== undefined) objects.push(object);
      else if (thoroughness === 'thorough') objects.push(nobodys(name as InstanceId));
    }
    return objects;
  }

  /** Undefined when it isn't there. */
  async identify(id: InstanceId): Promise<HostObject | undefined> {
    if (!isInstanceName(id)) return undefined;
    const text = await unlessMissing(readFile(bundlePaths(this.#run, id).record, 'utf8'), undefined);
    const claimed = text === undefined ? undefined : readClaimed(text);
    return claimed === undefined ? undefined : { id, ...claimed };
  }
}

const nobodys = (id: InstanceId): HostObject => ({
  id,
  createdAt: undefined,
  claim: { by: 'likeness', environment: {}, mounts: [] },
});
