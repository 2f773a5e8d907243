import type { ContainerModule } from 'inversify';

import { PortTokens } from './port-tokens.js';
import { type Bindings, lazily } from './bindings.js';

export interface DockerEngineModuleOptions {
  /** `unix:///absolute/path` or `tcp://host:port`; `unix:///var/run/docker.sock` unless said. */
  readonly endpoint?: string;
  /** Where binds are staged while a container is made: below `/run`, where it has to be the engine's too. Absolute; `/run/wharf` unless said. */
  readonly runDirectory?: string;
}

const usualEndpoint = 'unix:///var/run/docker.sock';
const usualRunDirectory = '/run/wharf';

/**
 * The containers and images of a Docker Engine, as `ContainerRuntime`. Needs a clock and what `procfsModule` brings. Nothing is asked of the engine
 * before the first task is.
 */
export const dockerEngineModule = (options: DockerEngineModuleOptions = {}): ContainerModule =>
  lazily(() => dockerEngineBindings(options));

export async function dockerEngineBindings({
  endpoint = usualEndpoint,
  runDirectory = usualRunDirectory,
}: DockerEngineModuleOptions): Promise<Bindings> {
  const { DockerEngineRuntime } = await import('../../../adapters/docker-engine/docker-engine-runtime.js');
  const { LocalEnginePlace } = await import('../../../adapters/docker-engine/local-engine-place.js');
  return ({ bind, onDeactivation }) => {
    bind(PortTokens.EnginePlace)
      .toResolvedValue((clock) => new LocalEnginePlace(endpoint, clock), [PortTokens.Clock])
      .inSingletonScope();
    bind(PortTokens.ContainerRuntime)
      .toDynamicValue((context) => {
        const host = {
          processes: context.get(PortTokens.ProcessTable),
          cgroups: context.get(PortTokens.Cgroups),
          mounts: context.get(PortTokens.MountTable),
          binds: context.get(PortTokens.BindStaging),
          runDirectory,
        };
        return new DockerEngineRuntime({ endpoint, clock: context.get(PortTokens.Clock), host });
      })
      .inSingletonScope();
    onDeactivation(PortTokens.ContainerRuntime, (bound) => {
      if (bound instanceof DockerEngineRuntime) bound.close();
    });
  };
}
