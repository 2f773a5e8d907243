import { join } from 'node:path';

import { ContainerModule } from 'inversify';

import { HostAllocDirectories } from '../../adapters/alloc-dirs/host-alloc-directories.js';
import { MemoryTaskStore } from '../../adapters/memory/memory-task-store.js';
import { RandomIds } from '../../adapters/system/random-ids.js';
import { ResolvConf } from '../../adapters/system/resolv-conf.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { TcpPorts } from '../../adapters/system/tcp-ports.js';
import { UmountProgram } from '../../adapters/system/umount-program.js';
import { FileLogSink } from '../../adapters/task-logs/file-log-sink.js';
import { FileLogSource } from '../../adapters/task-logs/file-log-source.js';
import { type HostFacts, ownerOf } from '../../domain/model/host.js';
import { admitAll } from '../services/allocation-tasks.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Settings } from '../config/settings.js';
import { timing } from '../config/timing.js';
import { procfsBindings } from './library/host-modules.js';
import { Tokens } from './tokens.js';

/** This host as it is, for reading. */
export const hostModule = (
  settings: Settings,
  facts: HostFacts,
  clock: Clock = new SystemClock(),
): ContainerModule =>
  new ContainerModule((wiring) => {
    const { bind } = wiring;
    bind(Tokens.Clock).toConstantValue(clock);
    bind(Tokens.Timing).toConstantValue(timing);
    bind(Tokens.Ids).toResolvedValue(() => new RandomIds());
    bind(Tokens.NameServers).toResolvedValue(() => new ResolvConf());
    bind(Tokens.HostFacts).toConstantValue(facts);
    bind(Tokens.Owner).toConstantValue(ownerOf(facts));
    procfsBindings(wiring);
    bind(Tokens.TaskRules).toConstantValue({
      hostVolumes: settings.hostVolumes,
      bidirectional: settings.bidirectional,
      leakedMounts: settings.leakedMounts,
      denylist: settings.environmentDenylist,
    });
  });

/** What is made on this host for tasks. */
export const makingModule = ({ stateDirectory }: Settings): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(Tokens.HostPorts).toResolvedValue(() => new TcpPorts());
    bind(Tokens.Unmounter).toResolvedValue(() => new UmountProgram());
    bind(Tokens.AllocDirectories).toResolvedValue(
      (mounts) => new HostAllocDirectories({ root: join(stateDirectory, 'allocs'), mounts }),
      [Tokens.MountTable],
    );
    bind(Tokens.LogSink).toResolvedValue((clock) => new FileLogSink(clock), [Tokens.Clock]);
    bind(Tokens.LogSource).toResolvedValue((clock) => new FileLogSource(clock), [Tokens.Clock]);
  });

/** A run in the foreground wants nothing that outlives it. */
export const passingModule = new ContainerModule(({ bind }) => {
  bind(Tokens.StartAdmission).toConstantValue(admitAll);
  bind(Tokens.Leaving).toConstantValue(new AbortController().signal);
  bind(Tokens.TaskStore).toResolvedValue(() => new MemoryTaskStore());
});
