import { mkdir, rm, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { AllocId, AttemptToken, InstanceId, OwnerId, SpecHash } from '../../domain/model/ids.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import type { ProcessIdentity } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { settled } from './answering.js';
import { thisProcess } from './boot.js';
import { cgroupOf, type RunPaths } from './bundle.js';
import { removePartials } from './partial.js';
import type { Preparation } from './prepare.js';
import { recallTools, rememberTools } from './probe-cache.js';
import { probeId, type RemainsPorts, removeRemains } from './probe-remains.js';
import { commandFault } from './read-fault.js';
import { makeRoot } from './root-filesystem.js';
import { runCommand } from './run-command.js';
import type { OciSettings } from './settings.js';
import { findTool, readVersion, type ToolFile, type Tools } from './tools.js';

const runBoundMs = 20_000;

/** In the order in which `auto` tries them: the faster one first. */
const candidates = { auto: ['crun', 'runc'], crun: ['crun'], runc: ['runc'] } as const;

/**
 * Finds out which OCI runtime works on this host by running a container with each: versions don't tell. What was found
 * holds for one boot and the very same files, and is kept for the processes that come after this one.
 */
export class Probe {
  readonly #run: RunPaths;
  readonly #settings: OciSettings;
  readonly #preparation: Preparation;
  readonly #ports: RemainsPorts;
  #asked: Answer<Tools> | undefined;

  constructor(run: RunPaths, settings: OciSettings, preparation: Preparation, ports: RemainsPorts) {
    this.#run = run;
    this.#settings = settings;
    this.#preparation = preparation;
    this.#ports = ports;
  }

  /** `unavailable`, with a remedy, when there is no way to run containers. After any fault the next call looks anew. */
  async tools(): Answer<Tools> {
    const asked = (this.#asked ??= settled('try the OCI runtimes', () => this.#look()));
    const answer = await asked;
    if (!answer.ok && this.#asked === asked) this.#asked = undefined;
    return answer;
  }

  async #look(): Answer<Tools> {
    if (process.getuid?.() !== 0)
      return err(
        fault('unavailable', 'only root can run isolated processes', {
          remedy: 'run it as root, as with sudo',
        }),
      );
    const { conmonPath, runtime, runtimePath } = this.#settings;
    const conmon = await findTool('conmon', conmonPath);
    if (conmon === undefined) return err(absent(['conmon'], conmonPath));
    const names = candidates[runtime];
    const files = await Promise.all(names.map((name) => findTool(name, runtimePath)));
    const runtimes = files.filter((file) => file !== undefined);
    if (runtimes.length === 0) return err(absent(names, runtimePath));
    const self = await thisProcess(this.#ports.processes);
    if (!self.ok) return self;
    await removeRemains(this.#run, self.value.bootId, this.#ports);
    await removePartials(this.#run, self.value.bootId, this.#ports.processes);
    const key = this.#key(self.value.bootId, [conmon, ...runtimes]);
    const known = await recallTools(this.#run.probeCache, key);
    if (known !== undefined) return ok(known);
    const tried = await this.#try(self.value, conmon, runtimes);
    if (tried.ok) await rememberTools(this.#run.probeCache, key, tried.value);
    return tried;
  }

  /** What the finding depends on: a new kernel comes with a boot, a new program with a new file. */
  #key(bootId: string, files: readonly ToolFile[]): string {
    return JSON.stringify([bootId, this.#settings.rootDirectories, files]);
  }

  async #try(self: ProcessIdentity, conmon: ToolFile, runtimes: readonly ToolFile[]): Answer<Tools> {
    const failures: string[] = [];
    for (const runtime of runtimes) {
      const failure = await this.#runContainer(runtime, probeId(self));
      if (failure === undefined) return ok(await withVersions(runtime, conmon));
      failures.push(failure.message);
    }
    const message = `no OCI runtime can run a container here: ${failures.join('; ')}`;
    return err(
      fault('unavailable', message, {
        remedy: 'apt-get install runc, or name one that works on this host in exec.runtime_path',
      }),
    );
  }

  /** A container as tasks have them, with all that goes into it, to its end. Undefined when it works. */
  async #runContainer(runtime: ToolFile, id: InstanceId): Promise<RuntimeFault | undefined> {
    const bundle = posix.join(this.#run.probes, id);
    const root = posix.join(bundle, 'root');
    const options = [`--root=${posix.join(bundle, 'state')}`, `--log=${posix.join(bundle, 'log')}`];
    try {
      const prepared = await this.#preparation.prepare(probeSpec(id), id, root);
      if (!prepared.ok) return prepared.error;
      // First, since by it all the rest is found by others.
      await mkdir(bundle, { recursive: true, mode: 0o711 });
      const held = await this.#ports.cgroups.create(cgroupOf(id));
      if (!held.ok) return held.error;
      await makeRoot(root, prepared.value.links);
      await writeFile(posix.join(bundle, 'config.json'), JSON.stringify(prepared.value.config));
      const end = await runCommand(runtime.path, [...options, 'run', `--bundle=${bundle}`, id], runBoundMs);
      return end.kind === 'code' && end.code === 0 ? undefined : commandFault(`${runtime.name} run`, end);
    } finally {
      await runCommand(runtime.path, [...options, 'delete', '--force', id], runBoundMs);
      await this.#ports.cgroups.kill(cgroupOf(id));
      await this.#ports.cgroups.remove(cgroupOf(id));
      await rm(bundle, { recursive: true, force: true });
    }
  }
}

async function withVersions(runtime: ToolFile, conmon: ToolFile): Promise<Tools> {
  const [runtimeVersion, conmonVersion] = await Promise.all([readVersion(runtime), readVersion(conmon)]);
  return {
    runtime: { name: runtime.name, path: runtime.path, version: runtimeVersion },
    conmon: { name: conmon.name, path: conmon.path, version: conmonVersion },
  };
}

function absent(names: readonly string[], path: string | undefined): RuntimeFault {
  const message = path === undefined ? `${names.join(' and ')} not found` : `there is no program ${path}`;
  return fault('unavailable', message, { remedy: 'apt-get install conmon runc' });
}

/** Belongs to nobody: it is over before anybody could look for it. */
const probeSpec = (id: InstanceId): ProcessSpec => ({
  name: id,
  identity: {
    owner: '' as OwnerId,
    kind: 'task',
    job: '',
    group: '',
    alloc: '' as AllocId,
    task: '',
    attempt: '' as AttemptToken,
    spec: '' as SpecHash,
  },
  command: ['true'],
  environment: {},
  user: '65534',
  workDir: '/',
  isolation: { kind: 'isolated', pid: 'private', ipc: 'private', capabilities: [] },
  network: undefined,
  hostname: undefined,
  mounts: [],
  devices: [],
  limits: {
    cpuShares: 2,
    cpuQuota: undefined,
    cpuset: undefined,
    memoryBytes: 64 * 1024 * 1024,
    memoryReservationBytes: undefined,
    pids: 16,
  },
  rlimits: [],
  oomScoreAdj: undefined,
});
