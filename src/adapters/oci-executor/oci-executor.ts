import { fault } from '../../domain/faults/runtime-fault.js';
import type { ExecSession, ExecWish } from '../../domain/model/exec.js';
import type { HostObject, Thoroughness } from '../../domain/model/host-object.js';
import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type {
  Instance,
  InstanceHint,
  KeptSoFar,
  LogItem,
  LogPosition,
  RuntimeDescription,
  Usage,
} from '../../domain/model/instance.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import type { SignalName } from '../../domain/model/signals.js';
import type { BindStaging } from '../../domain/ports/bind-staging.js';
import type { Cgroups } from '../../domain/ports/cgroups.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Executor } from '../../domain/ports/executor.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { asCommand, asQuery } from './answering.js';
import { cgroupOf, runPaths, type RunPaths } from './bundle.js';
import { ExecStarter } from './exec-starter.js';
import { watchExits } from './exit-watch.js';
import { LogFollower } from './log-follower.js';
import { Maker } from './maker.js';
import { stateOf } from './observation.js';
import { notThere, Observer } from './observer.js';
import { Preparation } from './prepare.js';
import { Probe } from './probe.js';
import { Remover } from './remover.js';
import type { OciSettings } from './settings.js';
import { Starter } from './starter.js';
import { Surveyor } from './surveyor.js';
import { Turns } from './turns.js';

/** What the executor needs of the host. */
export interface OciExecutorPorts {
  readonly processes: ProcessTable;
  readonly cgroups: Cgroups;
  readonly mounts: MountTable;
  readonly binds: BindStaging;
  readonly clock: Clock;
}

/**
 * Processes of the host as OCI containers: conmon monitors them, runc or crun makes them, and a directory per instance
 * tells all that there is to know. Commands on one instance wait for each other.
 */
export class OciExecutor implements Executor {
  readonly #run: RunPaths;
  readonly #ports: OciExecutorPorts;
  readonly #probe: Probe;
  readonly #observer: Observer;
  readonly #surveyor: Surveyor;
  readonly #maker: Maker;
  readonly #starter: Starter;
  readonly #remover: Remover;
  readonly #execs: ExecStarter;
  readonly #logs: LogFollower;
  readonly #turns = new Turns();

  constructor(settings: OciSettings, ports: OciExecutorPorts) {
    const run = runPaths(settings);
    const preparation = new Preparation(settings.rootDirectories, ports.mounts, ports.cgroups);
    this.#run = run;
    this.#ports = ports;
    this.#probe = new Probe(run, settings, preparation, ports);
    this.#observer = new Observer(run, ports);
    this.#surveyor = new Surveyor(run);
    this.#remover = new Remover(run, this.#observer, ports);
    this.#maker = new Maker(run, {
      preparation,
      remover: this.#remover,
      ports,
      boundMs: settings.makingBoundMs,
    });
    this.#starter = new Starter(run, this.#observer, ports);
    this.#execs = new ExecStarter(run, this.#observer, ports);
    this.#logs = new LogFollower(run, this.#observer, ports.clock, settings.logs);
  }

  describe(signal: AbortSignal): Answer<RuntimeDescription> {
    return asQuery(signal, 'describe the executor', async () => {
      const tools = await this.#probe.tools();
      if (!tools.ok) return tools;
      const { runtime, conmon } = tools.value;
      const cgroups = await this.#ports.cgroups.mode();
      return ok({
        summary: `${runtime.name} ${runtime.version} under conmon ${conmon.version}, cgroups ${cgroups}`,
        version: runtime.version,
        attributes: {
          runtime: runtime.name,
          'runtime.version': runtime.version,
          'conmon.version': conmon.version,
          cgroups,
        },
      });
    });
  }

  create(spec: ProcessSpec, signal: AbortSignal): Answer<InstanceId> {
    return asCommand(signal, `create ${spec.name}`, async () => {
      const tools = await this.#probe.tools();
      if (!tools.ok) return tools;
      // Whoever asked may have left while the tools were tried: then nothing is made for nobody.
      if (signal.aborted) return err(fault('unavailable', `create ${spec.name}: given up before it began`));
      return this.#turns.take(spec.name, () => this.#maker.make(spec, tools.value));
    });
  }

  start(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    return this.#inTurn(id, signal, `start ${id}`, () => this.#starter.start(id));
  }

  signal(id: InstanceId, name: SignalName, signal: AbortSignal): Answer<undefined> {
    return this.#inTurn(id, signal, `send ${name} to ${id}`, async () => {
      const seen = await this.#observer.observe(id);
      if (seen === undefined) return err(notThere(id));
      if (seen.task === undefined || stateOf(seen).phase !== 'running') return done;
      return this.#ports.processes.signal(seen.task, name);
    });
  }

  remove(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    return this.#inTurn(id, signal, `remove ${id}`, () => this.#remover.remove(id));
  }

  inspect(id: InstanceId, signal: AbortSignal): Answer<Instance> {
    return asQuery(signal, `inspect ${id}`, async () => {
      const instance = await this.#observer.instance(id);
      return instance === undefined ? err(notThere(id)) : ok(instance);
    });
  }

  /** That was done when it was created. */
  verify({ id }: Instance, signal: AbortSignal): Answer<undefined> {
    return asQuery(signal, `verify ${id}`, () => Promise.resolve(done));
  }

  list(owner: OwnerId, signal: AbortSignal): Answer<readonly Instance[]> {
    return asQuery(signal, 'list the instances', async () => ok(await this.#observer.list(owner)));
  }

  running(owner: OwnerId, signal: AbortSignal): Answer<ReadonlySet<InstanceId>> {
    return asQuery(signal, 'list what runs', async () => ok(await this.#observer.running(owner)));
  }

  survey(thoroughness: Thoroughness, signal: AbortSignal): Answer<readonly HostObject[]> {
    return asQuery(signal, 'survey the instances', async () => ok(await this.#surveyor.survey(thoroughness)));
  }

  identify(id: InstanceId, signal: AbortSignal): Answer<HostObject> {
    return asQuery(signal, `look whose ${id} is`, async () => {
      const object = await this.#surveyor.identify(id);
      return object === undefined ? err(notThere(id)) : ok(object);
    });
  }

  watch(owner: OwnerId, signal: AbortSignal): AsyncIterable<InstanceHint> {
    return watchExits(this.#run, this.#observer, owner, signal);
  }

  logs(
    id: InstanceId,
    after: LogPosition | undefined,
    signal: AbortSignal,
    kept?: KeptSoFar,
  ): AsyncIterable<LogItem> {
    return this.#logs.follow(id, { after, kept }, signal);
  }

  stats(id: InstanceId, signal: AbortSignal): Answer<Usage> {
    return asQuery(signal, `read what ${id} uses`, async () => {
      const seen = await this.#observer.observe(id);
      if (seen === undefined || stateOf(seen).phase !== 'running') return err(notThere(id));
      return this.#ports.cgroups.usage(cgroupOf(id));
    });
  }

  /** A command that nobody waits for any more is closed as soon as it runs. */
  exec(id: InstanceId, wish: ExecWish, signal: AbortSignal): Answer<ExecSession> {
    const givenUp = (): boolean => signal.aborted;
    return this.#inTurn(id, signal, `run ${wish.command[0]} in ${id}`, async () => {
      if (givenUp()) return err(fault('unavailable', `run ${wish.command[0]}: given up before it began`));
      const begun = await this.#execs.begin(id, wish);
      if (begun.ok && givenUp()) begun.value.close();
      return begun;
    });
  }

  #inTurn<T>(id: InstanceId, signal: AbortSignal, doing: string, act: () => Answer<T>): Answer<T> {
    return asCommand(signal, doing, () => this.#turns.take(id, act));
  }
}
