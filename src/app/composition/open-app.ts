import { HclJobReader } from '../../adapters/hcl-jobs/hcl-job-reader.js';
import { PinoDiagnostics } from '../../adapters/pino/pino-diagnostics.js';
import { ThisHost } from '../../adapters/system/this-host.js';
import type { App } from '../app.js';
import type { Settings } from '../config/settings.js';
import { WharfApp } from './wharf-app.js';

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
    }),
  );
}
