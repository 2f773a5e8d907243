import { join } from 'node:path';

import { ContainerModule } from 'inversify';

import type { Settings } from '../config/settings.js';
import { dockerDriverModule, executorDriversModule } from './drivers-module.js';
import { dockerEngineBindings } from './library/docker-engine-module.js';
import { ociExecutorBindings } from './library/oci-executor-module.js';

/** The runtimes of some drivers. Each brings libraries of its own, so only those that are wanted are loaded. */
export async function runtimeModules(
  settings: Settings,
  drivers: ReadonlySet<string>,
): Promise<readonly ContainerModule[]> {
  const modules = [
    ...(drivers.has('docker') ? [dockerEngineModules(settings)] : []),
    ...(drivers.has('exec') || drivers.has('raw_exec') ? [ociExecutorModules(settings)] : []),
  ];
  return (await Promise.all(modules)).flat();
}

async function dockerEngineModules({ docker }: Settings): Promise<readonly ContainerModule[]> {
  const runtime = new ContainerModule(await dockerEngineBindings(docker));
  return [runtime, dockerDriverModule(docker)];
}

async function ociExecutorModules({
  exec,
  rawExec,
  stateDirectory,
  runDirectory,
}: Settings): Promise<readonly ContainerModule[]> {
  const { defaultLogBounds, defaultMakingBoundMs } = await import('../../adapters/oci-executor/settings.js');
  const bindings = await ociExecutorBindings({
    ...exec,
    runDirectory,
    outputDirectory: join(stateDirectory, 'output'),
    logs: defaultLogBounds,
    makingBoundMs: defaultMakingBoundMs,
  });
  return [new ContainerModule(bindings), executorDriversModule(exec, rawExec)];
}
