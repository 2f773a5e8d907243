import { join } from 'node:path';

import { ContainerModule } from 'inversify';

import type { Settings } from '../config/settings.js';
import { dockerDriverModule, executorDriversModule } from './drivers-module.js';
import { Tokens } from './tokens.js';

/** The runtimes of some drivers. Each brings libraries of its own, so only those that are wanted are loaded. */
export async function runtimeModules(
  settings: Settings,
  drivers: ReadonlySet<string>,
): Promise<readonly ContainerModule[]> {
  const modules = [
    ...(drivers.has('docker') ? [dockerEngineModule(settings)] : []),
    ...(drivers.has('exec') || drivers.has('raw_exec') ? [ociExecutorModule(settings)] : []),
  ];
  return (await Promise.all(modules)).flat();
}

async function dockerEngineModule({ docker }: Settings): Promise<readonly ContainerModule[]> {
  const { DockerEngineRuntime } = await import('../../adapters/docker-engine/docker-engine-runtime.js');
  const runtime = new ContainerModule(({ bind, onDeactivation }) => {
    bind(Tokens.ContainerRuntime).toResolvedValue(
      (clock) => new DockerEngineRuntime({ endpoint: docker.endpoint, clock }),
      [Tokens.Clock],
    );
    onDeactivation(Tokens.ContainerRuntime, (bound) => {
      if (bound instanceof DockerEngineRuntime) bound.close();
    });
  });
  return [runtime, dockerDriverModule(docker)];
}

async function ociExecutorModule({
  exec,
  rawExec,
  stateDirectory,
  runDirectory,
}: Settings): Promise<readonly ContainerModule[]> {
  const { OciExecutor } = await import('../../adapters/oci-executor/oci-executor.js');
  const { defaultLogBounds, defaultMakingBoundMs } = await import('../../adapters/oci-executor/settings.js');
  const settings = {
    ...exec,
    runDirectory,
    outputDirectory: join(stateDirectory, 'output'),
    logs: defaultLogBounds,
    makingBoundMs: defaultMakingBoundMs,
  };
  const runtime = new ContainerModule(({ bind }) => {
    bind(Tokens.Executor).toResolvedValue(
      (clock, processes, cgroups, mounts) => new OciExecutor(settings, { clock, processes, cgroups, mounts }),
      [Tokens.Clock, Tokens.ProcessTable, Tokens.Cgroups, Tokens.MountTable],
    );
  });
  return [runtime, executorDriversModule(exec, rawExec)];
}
