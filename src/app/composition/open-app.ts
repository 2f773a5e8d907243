import { join } from 'node:path';

import { HclJobReader } from '../../adapters/hcl-jobs/hcl-job-reader.js';
import { PinoDiagnostics } from '../../adapters/pino/pino-diagnostics.js';
import { ProcfsMountTable } from '../../adapters/procfs/procfs-mount-table.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { ThisHost } from '../../adapters/system/this-host.js';
import type { EnginePlace } from '../../domain/ports/engine-place.js';
import type { App } from '../app.js';
import type { Settings } from '../config/settings.js';
import { JudgeMounts } from '../services/judge-mounts.js';
import { WharfApp } from './wharf-app.js';

/** Loaded when a job asks for containers with mounts, and not before. */
const engineOf = ({ docker }: Settings): EnginePlace => ({
  locate: async (signal) => {
    const { LocalEnginePlace } = await import('../../adapters/docker-engine/local-engine-place.js');
    return new LocalEnginePlace(docker.endpoint, new SystemClock()).locate(signal);
  },
});

/** Wharf on this host, as its settings have it. Nothing is made, started or asked until it is asked for. */
export function openApp(settings: Settings): Promise<App> {
  const { stateDirectory, environmentDenylist } = settings;
  const own = { environment: process.env, environmentDenylist };
  return Promise.resolve(
    new WharfApp(settings, {
      host: new ThisHost({ ...own, stateDirectory }),
      passingHost: new ThisHost({ ...own, stateDirectory: undefined }),
      reader: new HclJobReader({ standardInput: process.stdin }),
      diagnostics: new PinoDiagnostics(settings.log.level),
      mounts: {
        judge: new JudgeMounts({
          mounts: new ProcfsMountTable(),
          engines: new Map([['docker', engineOf(settings)]]),
        }),
        taskRoot: join(stateDirectory, 'allocs', 'alloc', 'task'),
      },
    }),
  );
}
