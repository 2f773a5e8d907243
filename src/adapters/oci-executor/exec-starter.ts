import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';

import type { ExecSession, ExecWish } from '../../domain/model/exec.js';
import type { InstanceId } from '../../domain/model/ids.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { bundlePaths, cgroupOf, type ExecPaths, execPaths, type RunPaths } from './bundle.js';
import { lookUpCommand } from './command-lookup.js';
import { ExecGuard, type ExecGuardPorts } from './exec-guard.js';
import { launch, type Launched } from './exec-launch.js';
import { execProcess, surroundingsOf } from './exec-process.js';
import type { OciConfig, OciProcess } from './oci-config.js';
import { OciExecSession } from './oci-exec-session.js';
import { type Observation, stateOf } from './observation.js';
import { notThere, type Observer } from './observer.js';
import { commandFault } from './read-fault.js';

/** Runs commands beside the first processes of instances, each in a control group of its own below the instance's. */
export class ExecStarter {
  readonly #run: RunPaths;
  readonly #observer: Observer;
  readonly #ports: ExecGuardPorts;

  constructor(run: RunPaths, observer: Observer, ports: ExecGuardPorts) {
    this.#run = run;
    this.#observer = observer;
    this.#ports = ports;
  }

  async begin(id: InstanceId, { command, terminal }: ExecWish): Answer<ExecSession> {
    const seen = await this.#running(id);
    if (seen?.task === undefined) return err(notThere(id));
    const config = JSON.parse(await readFile(bundlePaths(this.#run, id).config, 'utf8')) as OciConfig;
    const around = surroundingsOf(config, seen.task.pid);
    const found = await lookUpCommand({ command: command[0], ...around });
    if (!found.ok) return found;
    const process = execProcess(around, [found.value, ...command.slice(1)], terminal);
    const paths = execPaths(this.#run, id, randomUUID());
    const guard = new ExecGuard(paths, cgroupOf(id), this.#ports);
    const ready = await this.#prepare(paths, process);
    if (!ready.ok) {
      await guard.clear();
      return ready;
    }
    const launched = launch({
      words: [seen.record.runtime, ...this.#argumentsOf(id, paths)],
      terminal,
      oomScoreAdj: process.oomScoreAdj,
    });
    const session = new OciExecSession(launched, terminal !== undefined, {
      resize: (size) => guard.resize(size),
      kill: () => guard.kill(launched),
      clear: () => guard.clear(),
    });
    return this.#started(id, guard, { launched, session, runtime: seen.record.runtime });
  }

  async #running(id: InstanceId): Promise<Observation | undefined> {
    const seen = await this.#observer.observe(id);
    return seen !== undefined && stateOf(seen).phase === 'running' ? seen : undefined;
  }

  async #prepare(paths: ExecPaths, process: OciProcess): Answer<undefined> {
    await mkdir(paths.directory, { mode: 0o700 });
    await writeFile(paths.process, JSON.stringify(process), { mode: 0o600 });
    return this.#ports.cgroups.create(paths.group);
  }

  #argumentsOf(id: InstanceId, { groupName, pid, process }: ExecPaths): readonly string[] {
    const { runtimeLog } = bundlePaths(this.#run, id);
    return [
      ...[`--root=${this.#run.runtimeState}`, `--log=${runtimeLog}`, 'exec'],
      ...['--cgroup', groupName, '--pid-file', pid, '--process', process, id],
    ];
  }

  /** The session once its command runs, or ran. */
  async #started(
    id: InstanceId,
    guard: ExecGuard,
    { launched, session, runtime }: Begun,
  ): Answer<ExecSession> {
    const end = await guard.untilStarted(launched);
    if (end === undefined) {
      void guard.watch(session, launched);
      return ok(session);
    }
    session.close();
    await session.exit;
    if ((await this.#running(id)) === undefined) return err(notThere(id));
    return err(commandFault(`${runtime} exec`, end));
  }
}

interface Begun {
  readonly launched: Launched;
  readonly session: OciExecSession;
  readonly runtime: string;
}
