import { fault } from '../../domain/faults/runtime-fault.js';
import type { ContainerSpec } from '../../domain/model/container-spec.js';
import type { ExecSession, ExecWish } from '../../domain/model/exec.js';
import type { HostObject, Thoroughness } from '../../domain/model/host-object.js';
import type { InstanceId, OwnerId } from '../../domain/model/ids.js';
import type {
  Instance,
  InstanceHint,
  LogItem,
  LogPosition,
  RuntimeDescription,
  Usage,
} from '../../domain/model/instance.js';
import type { SignalName } from '../../domain/model/signals.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { ContainerRuntime, PullRequest } from '../../domain/ports/container-runtime.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { EngineConnection } from './connection/engine-connection.js';
import { EngineContainers } from './container/engine-containers.js';
import { EngineList } from './container/engine-list.js';
import { EngineSurvey } from './container/engine-survey.js';
import { isEngine, readEngine } from './container/read-engine.js';
import { type Deadlines, defaultDeadlines } from './deadlines.js';
import { EngineExecs } from './exec/engine-execs.js';
import { StagedBinds } from './container/staged-binds.js';
import type { EngineHost } from './exec/exec-processes.js';
import { EngineImages } from './image/engine-images.js';
import { EngineOutput } from './output/engine-output.js';

export interface DockerEngineOptions {
  /** `unix:///absolute/path` or `tcp://host:port`. */
  readonly endpoint: string;
  readonly clock: Clock;
  /** The host that the engine runs on. */
  readonly host: EngineHost;
  readonly deadlines?: Deadlines;
}

/** Containers and images of one Docker Engine. Holds nothing of them: after a restart another one goes on. */
export class DockerEngineRuntime implements ContainerRuntime {
  readonly #engine: EngineConnection;
  readonly #containers: EngineContainers;
  readonly #list: EngineList;
  readonly #survey: EngineSurvey;
  readonly #images: EngineImages;
  readonly #output: EngineOutput;
  readonly #execs: EngineExecs;
  readonly #binds: StagedBinds;
  readonly #deadlines: Deadlines;

  constructor({ endpoint, clock, host, deadlines = defaultDeadlines }: DockerEngineOptions) {
    this.#deadlines = deadlines;
    this.#engine = new EngineConnection(endpoint, clock, deadlines.negotiate);
    this.#binds = new StagedBinds(host);
    const own = { engine: this.#engine, binds: this.#binds, host };
    this.#containers = new EngineContainers(own, clock, deadlines);
    this.#list = new EngineList(own, this.#containers, clock, deadlines);
    this.#survey = new EngineSurvey(this.#engine, this.#containers, clock, deadlines);
    this.#images = new EngineImages(this.#engine, clock, deadlines);
    this.#output = new EngineOutput(this.#engine, this.#containers, clock, deadlines);
    const parts = { engine: this.#engine, containers: this.#containers, host, clock, deadlines };
    this.#execs = new EngineExecs(parts);
  }

  /** The first one takes away, too, what was left staged by a process that was killed. */
  async describe(signal: AbortSignal): Answer<RuntimeDescription> {
    await this.#binds.sweep();
    const call = { name: 'info', effect: 'query', boundMs: this.#deadlines.query } as const;
    const session = await this.#engine.session(call, signal);
    if (!session.ok) return session;
    const info = await this.#engine.ask(call, signal, (client, options) => client.info(options));
    if (!info.ok) return info;
    return isEngine(info.value)
      ? ok(readEngine(info.value, session.value.version))
      : err(fault('unavailable', `${call.name}: the engine did not say what it is`));
  }

  create(spec: ContainerSpec, signal: AbortSignal): Answer<InstanceId> {
    return this.#containers.create(spec, signal);
  }

  start(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    return this.#containers.start(id, signal);
  }

  signal(id: InstanceId, name: SignalName, signal: AbortSignal): Answer<undefined> {
    return this.#containers.signal(id, name, signal);
  }

  remove(id: InstanceId, signal: AbortSignal): Answer<undefined> {
    return this.#containers.remove(id, signal);
  }

  inspect(id: InstanceId, signal: AbortSignal): Answer<Instance> {
    return this.#containers.inspect(id, signal);
  }

  verify(instance: Instance, signal: AbortSignal): Answer<undefined> {
    return this.#containers.verify(instance, signal);
  }

  list(owner: OwnerId, signal: AbortSignal): Answer<readonly Instance[]> {
    return this.#list.list(owner, signal);
  }

  running(owner: OwnerId, signal: AbortSignal): Answer<ReadonlySet<InstanceId>> {
    return this.#list.running(owner, signal);
  }

  survey(thoroughness: Thoroughness, signal: AbortSignal): Answer<readonly HostObject[]> {
    return this.#survey.survey(thoroughness, signal);
  }

  identify(id: InstanceId, signal: AbortSignal): Answer<HostObject> {
    return this.#survey.identify(id, signal);
  }

  watch(owner: OwnerId, signal: AbortSignal): AsyncIterable<InstanceHint> {
    return this.#output.watch(owner, signal);
  }

  logs(id: InstanceId, after: LogPosition | undefined, signal: AbortSignal): AsyncIterable<LogItem> {
    return this.#output.logs(id, after, signal);
  }

  stats(id: InstanceId, signal: AbortSignal): Answer<Usage> {
    return this.#containers.stats(id, signal);
  }

  exec(id: InstanceId, wish: ExecWish, signal: AbortSignal): Answer<ExecSession> {
    return this.#execs.exec(id, wish, signal);
  }

  hasImage(image: string, signal: AbortSignal): Answer<boolean> {
    return this.#images.hasImage(image, signal);
  }

  pullImage(request: PullRequest, signal: AbortSignal): Answer<undefined> {
    return this.#images.pullImage(request, signal);
  }

  loadImage(archive: string, signal: AbortSignal): Answer<undefined> {
    return this.#images.loadImage(archive, signal);
  }

  /** Ends every connection to the engine; nothing keeps the process alive after it. */
  close(): void {
    this.#engine.close();
  }
}
