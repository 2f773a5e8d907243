import { mkdir, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import { isStaged } from '../../domain/mounts/staged-binds.js';
import type { BindStaging } from '../../domain/ports/bind-staging.js';
import type { Cgroups } from '../../domain/ports/cgroups.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { known, settled } from './answering.js';
import { thisProcess } from './boot.js';
import { type BundlePaths, bundlePaths, cgroupOf, type RunPaths } from './bundle.js';
import { writeInstanceRecord, writeProcessIdentity } from './instance-record.js';
import { layOut } from './lay-out.js';
import { runMonitor } from './monitor.js';
import { madeMountsFault } from './made-mounts-fault.js';
import { makeOutput, removeOldOutputs } from './output.js';
import { appear } from './partial.js';
import type { Prepared, Preparation } from './prepare.js';

import { commandFault, errnoFault, errnoOf } from './read-fault.js';
import type { Remover } from './remover.js';
import { stageSources } from './staged-sources.js';
import type { Tools } from './tools.js';
import { madeBy } from './vanished-runtime.js';

export interface MakerPorts {
  readonly processes: ProcessTable;
  readonly cgroups: Cgroups;
  readonly mounts: MountTable;
  readonly binds: BindStaging;
  readonly clock: Clock;
}

export interface MakerParts {
  readonly preparation: Preparation;
  readonly remover: Remover;
  readonly ports: MakerPorts;
  /** Milliseconds for conmon and the OCI runtime to make a container. */
  readonly boundMs: number;
}

interface Needs {
  readonly prepared: Prepared;
  readonly tools: Tools;
  readonly bootId: string;
}

/** Makes instances up to where they wait for their start, or leaves nothing of them. */
export class Maker {
  readonly #run: RunPaths;
  readonly #preparation: Preparation;
  readonly #remover: Remover;
  readonly #ports: MakerPorts;
  readonly #boundMs: number;

  constructor(run: RunPaths, { preparation, remover, ports, boundMs }: MakerParts) {
    this.#run = run;
    this.#preparation = preparation;
    this.#remover = remover;
    this.#ports = ports;
    this.#boundMs = boundMs;
  }

  async make(spec: ProcessSpec, tools: Tools): Answer<InstanceId> {
    const id = spec.name as InstanceId;
    const bundle = bundlePaths(this.#run, id);
    const prepared = await this.#preparation.prepare(spec, id, bundle.root);
    if (!prepared.ok) return prepared;
    const self = await thisProcess(this.#ports.processes);
    if (!self.ok) return self;
    const claimed = await this.#claim(bundle, spec, tools.runtime.path, self.value);
    if (claimed !== undefined) return err(claimed);
    const needs = { tools, prepared: prepared.value, bootId: self.value.bootId };
    const filled = await settled(`make ${id}`, () => this.#fill(bundle, spec, needs));
    return filled.ok ? ok(id) : err(await this.#undo(id, filled.error));
  }

  /** The directory is the name: whoever makes it has it. */
  async #claim(
    { directory, record }: BundlePaths,
    { name, identity }: ProcessSpec,
    runtime: string,
    self: ProcessIdentity,
  ): Promise<RuntimeFault | undefined> {
    await Promise.all(
      [this.#run.bundles, this.#run.exits].map((path) => mkdir(path, { recursive: true, mode: 0o711 })),
    );
    const createdAt = this.#ports.clock.now();
    const text = writeInstanceRecord({ name, identity, createdAt, bootId: self.bootId, runtime });
    try {
      await appear(this.#run, record, text, self);
      return undefined;
    } catch (cause) {
      return ['EEXIST', 'ENOTEMPTY'].includes(errnoOf(cause) ?? '')
        ? fault('conflict', `there is an instance ${posix.basename(directory)} already`)
        : errnoFault(`make ${directory}`, cause);
    }
  }

  async #fill(bundle: BundlePaths, spec: ProcessSpec, { prepared, tools, bootId }: Needs): Answer<undefined> {
    const { binds, cgroups, mounts } = this.#ports;
    const id = spec.name as InstanceId;
    const staged = await stageSources(binds, bundle.binds, spec.mounts, prepared);
    if (!staged.ok) return staged;
    await makeOutput(this.#run, id, bootId);
    // It opens its log, and waits, while the rest is laid down.
    const monitor = runMonitor({
      conmonPath: tools.conmon.path,
      runtimePath: tools.runtime.path,
      id,
      run: this.#run,
      bundle,
      boundMs: this.#boundMs,
    });
    const mountsOf = spec.isolation.kind === 'host' ? monitor.pid : undefined;
    const laid = await Promise.all([
      this.#note(bundle.monitor, monitor.pid),
      cgroups.create(cgroupOf(id)),
      layOut(bundle, staged.value.prepared, mountsOf),
      settled('remove outputs of other boots', async () => {
        await removeOldOutputs(this.#run, bootId);
        return done;
      }),
    ]);
    const failed = laid.find(({ ok }) => !ok);
    if (failed !== undefined) return failed;
    monitor.begin();
    const made = await madeBy(monitor, id, this.#run, this.#ports);
    if (made.kind !== 'made') return err(commandFault(`${tools.runtime.name} create`, made));
    const first = await this.#note(bundle.task, made.pid);
    if (!first.ok) return first;
    const refusal = await madeMountsFault({ ...spec, mounts: staged.value.mounts }, made.pid, mounts);
    if (refusal !== undefined) return err(refusal);
    // It has mounts of its own by now.
    return spec.mounts.some(isStaged) ? binds.clear(bundle.binds) : done;
  }

  /** Writes a process's identity down, so that it is never mistaken for another that gets its pid. */
  #note(path: string, pid: number | undefined): Answer<undefined> {
    return settled(`write ${path}`, async () => {
      const identity = pid === undefined ? undefined : await known(this.#ports.processes.identify(pid));
      if (identity !== undefined) await writeFile(path, writeProcessIdentity(identity));
      return done;
    });
  }

  async #undo(id: InstanceId, failure: RuntimeFault): Promise<RuntimeFault> {
    const removed = await this.#remover.remove(id);
    if (removed.ok) return failure;
    return fault('internal', `${failure.message}; and it is not all gone: ${removed.error.message}`, {
      cause: failure,
    });
  }
}
