import { join } from 'node:path';

import { ContainerModule } from 'inversify';

import type { Settings } from '../config/settings.js';
import { dockerDriverModule, executorDriversModule, javaDriverModule } from './drivers-module.js';
import { dockerEngineBindings } from './library/docker-engine-module.js';
import { javaModule } from './library/java-module.js';
import { ociExecutorBindings } from './library/oci-executor-module.js';
import { Tokens } from './tokens.js';

/** The runtimes of some drivers. Each brings libraries of its own, so only those that are wanted are loaded. */
export async function runtimeModules(
  settings: Settings,
  drivers: ReadonlySet<string>,
): Promise<readonly ContainerModule[]> {
  const modules = [
    ...(drivers.has('docker') ? [dockerEngineModules(settings)] : []),
    ...(overExecutor.some((driver) => drivers.has(driver)) ? [ociExecutorModules(settings)] : []),
  ];
  const java = drivers.has('java') ? javaModules(settings) : [];
  return [...(await Promise.all(modules)).flat(), ...java];
}

const overExecutor = ['exec', 'raw_exec', 'java'] as const;

async function dockerEngineModules({ docker, runDirectory }: Settings): Promise<readonly ContainerModule[]> {
  const runtime = new ContainerModule(
    await dockerEngineBindings({ endpoint: docker.endpoint, runDirectory }),
  );
  const { EngineHolderImage } = await import('../../adapters/docker-engine/holder/engine-holder-image.js');
  const holders = new ContainerModule(({ bind }) => {
    bind(Tokens.HolderImage).toResolvedValue(() => new EngineHolderImage(runDirectory));
  });
  return [runtime, holders, dockerDriverModule(docker)];
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

const javaModules = ({ exec, java }: Settings): readonly ContainerModule[] => [
  javaModule({ path: java.path, rootDirectories: exec.rootDirectories }),
  javaDriverModule(java),
];
