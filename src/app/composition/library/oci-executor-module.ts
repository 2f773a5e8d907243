import type { ContainerModule } from 'inversify';

import type { OciSettings } from '../../../adapters/oci-executor/settings.js';
import { PortTokens } from './port-tokens.js';
import { type Bindings, lazily } from './bindings.js';
import { defaultSettings } from './default-settings.js';
import { withDefaults } from './with-defaults.js';

export interface OciExecutorModuleOptions {
  /** What lies here is of no use after a boot: below `/run`, say. Absolute; this agent's alone; made when it is missing. */
  readonly runDirectory: string;
  /** Where what tasks print lies until it is read: on a disk. Absolute; this agent's alone; made when it is missing. */
  readonly outputDirectory: string;
  /** `auto`, the default, takes the first of crun and runc that runs a container here. */
  readonly runtime?: 'auto' | 'runc' | 'crun';
  /** Its program; looked for in the usual directories unless said. */
  readonly runtimePath?: string;
  /** The program of conmon; looked for in the usual directories unless said. */
  readonly conmonPath?: string;
  /** Directories of the host that isolated tasks see, read-only; those of a usual system unless said. */
  readonly rootDirectories?: readonly string[];
}

/**
 * Isolated, limited and supervised processes of this host, as `Executor`: under conmon, made by crun or runc. Needs a
 * clock and what `procfsModule` brings; running tasks needs root.
 */
export const ociExecutorModule = (options: OciExecutorModuleOptions): ContainerModule =>
  lazily(async () => {
    const bounds = await import('../../../adapters/oci-executor/settings.js');
    const { runtime, runtimePath, conmonPath, rootDirectories } = defaultSettings().exec;
    const defaults = { runtime, runtimePath, conmonPath, rootDirectories };
    return ociExecutorBindings({
      ...options,
      ...withDefaults(defaults, options),
      logs: bounds.defaultLogBounds,
      makingBoundMs: bounds.defaultMakingBoundMs,
    });
  });

export async function ociExecutorBindings(settings: OciSettings): Promise<Bindings> {
  const { OciExecutor } = await import('../../../adapters/oci-executor/oci-executor.js');
  return ({ bind }) => {
    bind(PortTokens.Executor)
      .toResolvedValue(
        (...[clock, processes, cgroups, mounts, binds]) =>
          new OciExecutor(settings, { clock, processes, cgroups, mounts, binds }),
        [
          PortTokens.Clock,
          PortTokens.ProcessTable,
          PortTokens.Cgroups,
          PortTokens.MountTable,
          PortTokens.BindStaging,
        ],
      )
      .inSingletonScope();
  };
}
