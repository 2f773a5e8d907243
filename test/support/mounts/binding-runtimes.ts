import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { PendingRemovals } from '../../../src/app/services/pending-removals.js';
import { StartInstance } from '../../../src/app/services/start-instance.js';
import { timing } from '../../../src/app/config/timing.js';
import type { Identity } from '../../../src/domain/model/identity.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { BindMount } from '../../../src/domain/model/mount.js';
import type { Answer, Runtime } from '../../../src/domain/ports/runtime.js';
import { ok } from '../../../src/domain/shared/result.js';
import { aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { engineHost } from '../engine/engine-host.js';
import { privateEngine } from '../engine/private-engine.js';
import { hostClock } from '../host-clock.js';
import { compileClass } from '../java-classes.js';
import { anExecutor, type OciRuntimeName } from '../oci/an-executor.js';
import { temporaryDirectory } from '../temporary-directory.js';
import { unmountBelow } from './mounted.js';

const never = new AbortController().signal;

const removal = { periodMs: 100, proofs: 2, patienceMs: 30_000 };

interface Host {
  readonly directory: string;
  readonly leave: () => Promise<void>;
}

/** Runs shell scripts with binds, as root and with the right to mount. */
export interface BindingTask {
  /** On the host, of one test; what is mounted in it is seen by whoever makes the binds. */
  readonly directory: string;
  /** The pid of a script that runs; undefined when it doesn't although its start was answered. */
  start(script: string, binds: readonly BindMount[]): Answer<number | undefined>;
  /** How many of those that were made still run. */
  running(): Promise<number>;
  stopAll(): Promise<void>;
  /** Takes everything off the host. */
  close(): Promise<void>;
}

/** Starts as drivers do: what has other mounts than it was to have does not stay. */
class BindingRuntime<Spec extends { readonly identity: Identity }> implements BindingTask {
  readonly directory: string;
  readonly #runtime: Runtime<Spec>;
  readonly #specOf: (script: string, binds: readonly BindMount[]) => Spec;
  readonly #leave: () => Promise<void>;
  readonly #made = new Set<InstanceId>();

  constructor(
    runtime: Runtime<Spec>,
    specOf: (script: string, binds: readonly BindMount[]) => Spec,
    { directory, leave }: Host,
  ) {
    this.#runtime = runtime;
    this.#specOf = specOf;
    this.directory = directory;
    this.#leave = leave;
  }

  async start(script: string, binds: readonly BindMount[]): Answer<number | undefined> {
    const spec = this.#specOf(script, binds);
    const removals = new PendingRemovals(this.#runtime, spec.identity.owner, hostClock, removal);
    const starting = new StartInstance(this.#runtime, removals, hostClock, timing.start);
    const started = await starting.start(spec, never);
    if (!started.ok) return started;
    const { id, state } = started.value;
    this.#made.add(id);
    return ok(state.phase === 'running' ? state.pid : undefined);
  }

  async running(): Promise<number> {
    const seen = await Promise.all([...this.#made].map((id) => this.#runtime.inspect(id, never)));
    return seen.filter((each) => each.ok && each.value.state.phase === 'running').length;
  }

  async stopAll(): Promise<void> {
    for (const id of this.#made) valueOf(await this.#runtime.remove(id, never));
    this.#made.clear();
  }

  async close(): Promise<void> {
    await this.stopAll();
    await unmountBelow(this.directory);
    await this.#leave();
  }
}

export interface RuntimeRow {
  readonly name: string;
  readonly driver: 'docker' | 'exec' | 'java';
  readonly open: () => Promise<BindingTask>;
}

/** Processes under one OCI runtime, which is to be found at `runtimePath` if that is said. */
export async function openExecutor(
  runtime: OciRuntimeName,
  runtimePath?: (directory: string) => Promise<string>,
): Promise<BindingTask> {
  const directory = await temporaryDirectory();
  const over = runtimePath === undefined ? {} : { runtimePath: await runtimePath(directory.path) };
  const capabilities = ['CAP_SYS_ADMIN'];
  const isolation = { kind: 'isolated', pid: 'private', ipc: 'private', capabilities } as const;
  return new BindingRuntime(
    await anExecutor(directory.path, runtime, over),
    (script, mounts) => aProcessSpec({ command: ['/bin/sh', '-c', script], user: 'root', isolation, mounts }),
    { directory: directory.path, leave: () => directory.remove() },
  );
}

const mounter = `
public class Mounter {
  public static void main(String[] words) throws Exception {
    System.exit(new ProcessBuilder("/bin/sh", "-c", words[0]).inheritIO().start().waitFor());
  }
}
`;

/** JVMs that have a shell do it, isolated as tasks of `java` are. */
async function openJava(): Promise<BindingTask> {
  const directory = await temporaryDirectory();
  const classes = join(directory.path, 'classes');
  await mkdir(classes);
  await compileClass(classes, 'Mounter', mounter);
  const isolation = {
    kind: 'isolated',
    pid: 'private',
    ipc: 'private',
    capabilities: ['CAP_SYS_ADMIN'],
  } as const;
  const bound = {
    kind: 'bind',
    source: classes,
    target: '/classes',
    readOnly: true,
    propagation: 'private',
  } as const;
  return new BindingRuntime(
    await anExecutor(directory.path, 'runc'),
    (script, mounts) =>
      aProcessSpec({
        command: ['/usr/bin/java', '-cp', '/classes', 'Mounter', script],
        user: 'root',
        isolation,
        mounts: [bound, ...mounts],
      }),
    { directory: directory.path, leave: () => directory.remove() },
  );
}

/** Containers of the engine that listens at `endpoint`; of the tests' own one unless said. */
export async function openEngine(endpoint?: string): Promise<BindingTask> {
  const engine = await privateEngine();
  const at = endpoint ?? engine.endpoint;
  const runtime = new DockerEngineRuntime({ endpoint: at, clock: hostClock, host: engineHost });
  const directory = await mkdtemp(join(engine.directory, 'mounts-'));
  return new BindingRuntime(
    runtime,
    (script, mounts) =>
      aContainerSpec({ command: ['sh', '-c', script], user: 'root', capAdd: ['SYS_ADMIN'], mounts }),
    {
      directory,
      leave: async () => {
        runtime.close();
        await rm(directory, { recursive: true });
      },
    },
  );
}

/** One row for each way in which tasks get binds. */
export const bindingRuntimes: readonly RuntimeRow[] = [
  { name: 'docker', driver: 'docker', open: () => openEngine() },
  { name: 'exec with runc', driver: 'exec', open: () => openExecutor('runc') },
  { name: 'exec with crun', driver: 'exec', open: () => openExecutor('crun') },
  { name: 'java', driver: 'java', open: openJava },
];
