import { posix } from 'node:path';

import type { InstanceId } from '../../domain/model/ids.js';
import type { OciSettings } from './settings.js';

/** Where everything of the executor lies: below its run directory, and made anew with each boot, unless said. */
export interface RunPaths {
  readonly bundles: string;
  /** Bundles that are being made or removed. */
  readonly partial: string;
  /** One file per instance that has ended; its name is the id, its text the exit status. */
  readonly exits: string;
  /** Of the OCI runtime: one directory per container. */
  readonly runtimeState: string;
  readonly probeCache: string;
  readonly probes: string;
  /** What instances print: one directory per boot, elsewhere. */
  readonly outputs: string;
}

export const runPaths = ({
  runDirectory,
  outputDirectory,
}: Pick<OciSettings, 'runDirectory' | 'outputDirectory'>): RunPaths => ({
  bundles: posix.join(runDirectory, 'oci'),
  partial: posix.join(runDirectory, 'partial'),
  exits: posix.join(runDirectory, 'exits'),
  runtimeState: posix.join(runDirectory, 'runtime'),
  probeCache: posix.join(runDirectory, 'oci-probe.json'),
  probes: posix.join(runDirectory, 'probes'),
  outputs: outputDirectory,
});

/** What every OCI runtime is told here, and so every monitor that runs one: nobody else's is. */
export const rootArgument = ({ runtimeState }: Pick<RunPaths, 'runtimeState'>): string =>
  `--root=${runtimeState}`;

/** Where everything of one instance lies. */
export interface BundlePaths {
  readonly directory: string;
  readonly config: string;
  /** What the instance is; see `InstanceRecord`. */
  readonly record: string;
  /** Who monitors it: a process's identity. */
  readonly monitor: string;
  /** Its first process: an identity, too. */
  readonly task: string;
  /** Pid of the first process, by the OCI runtime. */
  readonly pid: string;
  /** Milliseconds since the epoch at which it was told to start. */
  readonly started: string;
  /** There once the kernel killed one of its processes for want of memory. */
  readonly oom: string;
  readonly root: string;
  /** Leads to the directory of what it prints; see `makeOutput`. */
  readonly output: string;
  readonly control: string;
  /** Sources of its mounts, while it is made; see `BindStaging`. */
  readonly binds: string;
  readonly runtimeLog: string;
  readonly exit: string;
  readonly runtimeState: string;
  /** There, by the OCI runtime, for as long as the instance was made and not started. */
  readonly startGate: string;
}

export function bundlePaths(run: RunPaths, id: InstanceId): BundlePaths {
  const directory = posix.join(run.bundles, id);
  const inside = (name: string): string => posix.join(directory, name);
  const runtimeState = posix.join(run.runtimeState, id);
  return {
    directory,
    config: inside('config.json'),
    record: inside('instance.json'),
    monitor: inside('monitor.json'),
    task: inside('task.json'),
    pid: inside('pid'),
    started: inside('started'),
    oom: inside('oom-killed'),
    root: inside('root'),
    output: inside(outputName),
    control: inside('ctl'),
    binds: inside('binds'),
    runtimeLog: inside('runtime.log'),
    exit: posix.join(run.exits, id),
    runtimeState,
    startGate: posix.join(runtimeState, 'exec.fifo'),
  };
}

/** Where everything of one command beside an instance lies. */
export interface ExecPaths {
  readonly directory: string;
  /** The process, as the OCI runtime wants it. */
  readonly process: string;
  /** Its pid, by the OCI runtime. */
  readonly pid: string;
  /** Its control group, by its name below that of the instance. */
  readonly groupName: string;
  readonly group: string;
}

export function execPaths(run: RunPaths, id: InstanceId, token: string): ExecPaths {
  const groupName = `exec-${token}`;
  const directory = posix.join(bundlePaths(run, id).directory, groupName);
  return {
    directory,
    process: posix.join(directory, 'process.json'),
    pid: posix.join(directory, 'pid'),
    groupName,
    group: `${cgroupOf(id)}/${groupName}`,
  };
}

export const outputName = 'output';
export const logName = 'log';

/**
 * All groups of tasks lie in one, so that a person finds them and an operator can limit them together. The one goes with
 * the last of them; so each is made before the OCI runtime looks for it, which is lost when a parent goes meanwhile.
 */
export const cgroupOf = (id: InstanceId): string => `/wharf/${id}`;

/** What OCI runtimes, conmon and control groups all take as a name. */
export const isInstanceName = (name: string): boolean => /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,199}$/.test(name);
