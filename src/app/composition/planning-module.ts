import { ContainerModule } from 'inversify';

import { succeed } from '../../adapters/memory/behaviour.js';
import { MemoryAllocDirectories } from '../../adapters/memory/memory-alloc-directories.js';
import { MemoryContainerRuntime } from '../../adapters/memory/memory-container-runtime.js';
import { MemoryHost } from '../../adapters/memory/memory-host.js';
import { MemoryHostPorts } from '../../adapters/memory/memory-host-ports.js';
import { MemoryJavaRuntime } from '../../adapters/memory/memory-java-runtime.js';
import { MemoryRuntime } from '../../adapters/memory/memory-runtime.js';
import type { Settings } from '../config/settings.js';
import { dockerDriverModule, executorDriversModule, javaDriverModule } from './drivers-module.js';
import { Tokens } from './tokens.js';

/** A host in memory in place of everything that would be touched, under all drivers. */
export const planningModules = ({ docker, exec, rawExec, java }: Settings): readonly ContainerModule[] => [
  new ContainerModule(({ bind }) => {
    bind(Tokens.ContainerRuntime).toResolvedValue(
      (clock) => new MemoryContainerRuntime(new MemoryHost(clock), succeed),
      [Tokens.Clock],
    );
    bind(Tokens.Executor).toResolvedValue(
      (clock) => new MemoryRuntime(new MemoryHost(clock), succeed),
      [Tokens.Clock],
    );
    bind(Tokens.JavaRuntime).toResolvedValue(() => new MemoryJavaRuntime());
    bind(Tokens.AllocDirectories).toResolvedValue(() => new MemoryAllocDirectories());
    bind(Tokens.HostPorts).toResolvedValue(() => new MemoryHostPorts());
  }),
  dockerDriverModule(docker),
  executorDriversModule(exec, rawExec),
  javaDriverModule(java),
];
