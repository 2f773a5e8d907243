import { ContainerModule } from 'inversify';

import { HostJava } from '../../../adapters/system/host-java.js';
import { type Bindings } from './bindings.js';
import { defaultSettings } from './default-settings.js';
import { PortTokens } from './port-tokens.js';

export interface JavaModuleOptions {
  /** The program; the first `java` in the PATH that tasks inherit unless said. As in the policy of the driver. */
  readonly path?: string | undefined;
  /** Directories of the host that isolated tasks see: those of the executor. Those of a usual system unless said. */
  readonly rootDirectories?: readonly string[];
}

/** The Java of this host, as `JavaRuntime`. Needs the facts of the host. */
export const javaModule = (options: JavaModuleOptions = {}): ContainerModule =>
  new ContainerModule(javaBindings(options));

export const javaBindings =
  ({ path, rootDirectories = defaultSettings().exec.rootDirectories }: JavaModuleOptions): Bindings =>
  ({ bind }) => {
    bind(PortTokens.JavaRuntime)
      .toResolvedValue(
        ({ environment }) => new HostJava({ path, environment, rootDirectories }),
        [PortTokens.HostFacts],
      )
      .inSingletonScope();
  };
