import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ThisHost } from '../../../src/adapters/system/this-host.js';
import { loadSettings } from '../../../src/app/config/load-settings.js';
import type { Settings } from '../../../src/app/config/settings.js';
import type { HostFacts } from '../../../src/domain/model/host.js';
import { type PrivateEngine, privateEngine } from '../../support/engine/private-engine.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { type EngineProxy, engineProxy } from '../../support/faults/engine-proxy.js';
import { SpoiltTools } from '../../support/faults/spoilt-tools.js';
import type { OciRuntimeName } from '../../support/oci/an-executor.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { PlannedFaults } from './planned-faults.js';
import { Truth } from './truth.js';

/** Where things are broken: a real engine behind a proxy, real tools behind scripts, directories of its own. */
export interface Place {
  readonly engine: PrivateEngine;
  readonly proxy: EngineProxy;
  readonly engineFaults: PlannedFaults;
  readonly tools: SpoiltTools;
  /** On runc. */
  readonly settings: Settings;
  readonly host: HostFacts;
  readonly truth: Truth;
  close(): Promise<void>;
}

export async function makePlace(): Promise<Place> {
  const engine = await privateEngine();
  const directory = await temporaryDirectory();
  const engineFaults = new PlannedFaults();
  const proxy = await engineProxy(engine.socketPath, engineFaults);
  const tools = await SpoiltTools.in(join(directory.path, 'tools'));
  const settings = settingsFrom({
    WHARF_STATE_DIR: join(directory.path, 'state'),
    WHARF_RUN_DIR: join(directory.path, 'run'),
    WHARF_DOCKER_ENDPOINT: proxy.endpoint,
    WHARF_EXEC_RUNTIME: 'runc',
    WHARF_EXEC_RUNTIME_PATH: tools.runtimePaths.runc,
    WHARF_EXEC_CONMON_PATH: tools.conmonPath,
  });
  const { stateDirectory, runDirectory, environmentDenylist } = settings;
  await mkdir(stateDirectory, { recursive: true });
  const own = { stateDirectory, environment: { PATH: '/usr/bin:/bin' }, environmentDenylist };
  const host = valueOf(await new ThisHost(own).facts());
  return {
    ...{ engine, proxy, engineFaults, tools, settings, host },
    truth: new Truth(engine.socketPath, runDirectory, host.nodeId),
    close: async () => {
      await proxy.close();
      await directory.remove();
    },
  };
}

export function settingsOn({ settings, tools }: Place, runtime: OciRuntimeName): Settings {
  const runtimePath = tools.runtimePaths[runtime];
  return { ...settings, exec: { ...settings.exec, runtime, runtimePath } };
}

function settingsFrom(environment: Readonly<Record<string, string>>): Settings {
  const account = { uid: 0, home: '/root', environment };
  return valueOf(loadSettings({ account, file: undefined, flags: [], hostVolumes: [] }));
}
