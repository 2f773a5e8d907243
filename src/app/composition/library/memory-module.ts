import type { ContainerModule } from 'inversify';

import { type Script, succeed } from '../../../adapters/memory/behaviour.js';
import { CountedIds } from '../../../adapters/memory/counted-ids.js';
import { ManualClock } from '../../../adapters/memory/manual-clock.js';
import { MemoryAllocDirectories } from '../../../adapters/memory/memory-alloc-directories.js';
import {
  MemoryContainerRuntime,
  type MemoryRegistry,
} from '../../../adapters/memory/memory-container-runtime.js';
import { MemoryHost } from '../../../adapters/memory/memory-host.js';
import { MemoryHostIdentity } from '../../../adapters/memory/memory-host-identity.js';
import { MemoryHostPorts } from '../../../adapters/memory/memory-host-ports.js';
import { MemoryJavaRuntime } from '../../../adapters/memory/memory-java-runtime.js';
import { MemoryLogSink } from '../../../adapters/memory/memory-log-sink.js';
import { MemoryMountTable } from '../../../adapters/memory/memory-mount-table.js';
import { MemoryHolderImage } from '../../../adapters/memory/memory-holder-image.js';
import { MemoryNameServers } from '../../../adapters/memory/memory-name-servers.js';
import { MemoryNamespaces } from '../../../adapters/memory/memory-namespaces.js';
import { MemoryNetworks } from '../../../adapters/memory/memory-networks.js';
import { MemoryRuntime } from '../../../adapters/memory/memory-runtime.js';
import { MemoryTaskStore } from '../../../adapters/memory/memory-task-store.js';
import type { ContainerSpec } from '../../../domain/model/container-spec.js';
import type { OwnerId } from '../../../domain/model/ids.js';
import type { ProcessSpec } from '../../../domain/model/process-spec.js';
import { timing } from '../../config/timing.js';
import { PortTokens } from './port-tokens.js';
import { Tokens } from '../tokens.js';
import { type Bindings, lazily } from './bindings.js';

export interface MemoryModuleOptions {
  /** Moved by hand; one of its own, at 0, unless said. */
  readonly clock?: ManualClock;
  /** What tasks do, by their spec; they end with 0 at once unless said. */
  readonly script?: Script<ProcessSpec | ContainerSpec>;
  /** The images there are; every image there could be unless said. */
  readonly registry?: MemoryRegistry;
  /** Whose everything is that is made. */
  readonly owner?: string;
}

/**
 * All ports in memory: a host on which nothing is real and time passes when it is told to. Takes the place of every
 * other module but those of the drivers, which are the same.
 */
export const memoryModule = (options: MemoryModuleOptions = {}): ContainerModule =>
  lazily(() => memoryBindings(options));

async function memoryBindings(options: MemoryModuleOptions): Promise<Bindings> {
  const { clock = new ManualClock(), script = succeed, registry = {}, owner } = options;
  const named = owner === undefined ? {} : { nodeId: owner as OwnerId };
  const facts = await new MemoryHostIdentity(named).facts();
  if (!facts.ok) throw new Error(facts.error.message);
  const host = new MemoryHost(clock);
  return ({ bind }) => {
    bind(PortTokens.Clock).toConstantValue(clock);
    bind(PortTokens.Ids).toConstantValue(new CountedIds());
    bind(PortTokens.HostFacts).toConstantValue(facts.value);
    bind(PortTokens.Owner).toConstantValue(facts.value.nodeId);
    bind(PortTokens.HostPorts).toConstantValue(new MemoryHostPorts());
    bind(PortTokens.NameServers).toConstantValue(new MemoryNameServers());
    bind(PortTokens.Namespaces).toConstantValue(new MemoryNamespaces(host));
    bind(PortTokens.NetworkProvisioner).toConstantValue(new MemoryNetworks(host));
    bind(PortTokens.HolderImage).toConstantValue(new MemoryHolderImage());
    bind(PortTokens.MountTable).toConstantValue(new MemoryMountTable());
    bind(PortTokens.AllocDirectories).toConstantValue(new MemoryAllocDirectories());
    bind(PortTokens.LogSink).toConstantValue(new MemoryLogSink());
    bind(PortTokens.TaskStore).toConstantValue(new MemoryTaskStore());
    bind(PortTokens.Executor).toConstantValue(new MemoryRuntime(host, script));
    bind(PortTokens.JavaRuntime).toConstantValue(new MemoryJavaRuntime());
    bind(PortTokens.ContainerRuntime).toConstantValue(new MemoryContainerRuntime(host, script, registry));
    bind(Tokens.Timing).toConstantValue(timing);
    bind(Tokens.TaskRules).toConstantValue({ hostVolumes: {}, denylist: [] });
  };
}
