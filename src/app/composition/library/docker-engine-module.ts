import type { ContainerModule } from 'inversify';

import { PortTokens } from './port-tokens.js';
import { type Bindings, lazily } from './bindings.js';

export interface DockerEngineModuleOptions {
  /** `unix:///absolute/path` or `tcp://host:port`; `unix:///var/run/docker.sock` unless said. */
  readonly endpoint?: string;
}

const usualEndpoint = 'unix:///var/run/docker.sock';

/**
 * The containers and images of a Docker Engine, as `ContainerRuntime`. Needs a clock and what `procfsModule` brings. Nothing is asked of the engine
 * before the first task is.
 */
export const dockerEngineModule = (options: DockerEngineModuleOptions = {}): ContainerModule =>
  lazily(() => dockerEngineBindings(options));

export async function dockerEngineBindings({
  endpoint = usualEndpoint,
}: DockerEngineModuleOptions): Promise<Bindings> {
  const { DockerEngineRuntime } = await import('../../../adapters/docker-engine/docker-engine-runtime.js');
  return ({ bind, onDeactivation }) => {
    bind(PortTokens.ContainerRuntime)
      .toResolvedValue(
        (clock, processes, cgroups) =>
          new DockerEngineRuntime({ endpoint, clock, host: { processes, cgroups } }),
        [PortTokens.Clock, PortTokens.ProcessTable, PortTokens.Cgroups],
      )
      .inSingletonScope();
    onDeactivation(PortTokens.ContainerRuntime, (bound) => {
      if (bound instanceof DockerEngineRuntime) bound.close();
    });
  };
}
