import { dockerTranslation } from '../../domain/drivers/docker/translation.js';
import { execTranslation } from '../../domain/drivers/exec/translation.js';
import { javaTranslation } from '../../domain/drivers/java/translation.js';
import { rawExecTranslation } from '../../domain/drivers/raw-exec/translation.js';
import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { JobContext } from '../../domain/job/validate-job.js';
import type { HostFacts } from '../../domain/model/host.js';
import type { RunReport } from '../../domain/model/report.js';
import type { Diagnostics } from '../../domain/ports/diagnostics.js';
import type { HostIdentity } from '../../domain/ports/host-identity.js';
import type { JobReader, JobSource, ReadJob } from '../../domain/ports/job-reader.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { Result } from '../../domain/shared/result.js';
import { err, ok } from '../../domain/shared/result.js';
import { type Problem, problem } from '../../domain/shape/problem.js';
import type { App, HostExamination, JobPlan, RunControl, RunObserver } from '../app.js';
import type { Settings } from '../config/settings.js';
import { CheckJob, type MountJudging } from '../services/check-job.js';
import { ExamineHost } from '../services/examine-host.js';
import { examineVolumes } from '../services/examine-volumes.js';
import { compose } from './compose.js';
import { hostModule, makingModule, passingModule } from './host-module.js';
import { networkModules } from './network-modules.js';
import { planningModules } from './planning-module.js';
import { runtimeModules } from './runtime-modules.js';
import { servicesModule } from './services-module.js';
import { Tokens } from './tokens.js';

export interface AppParts {
  readonly host: HostIdentity;
  /** Keeps no id of the node, for requests that must not touch the host. */
  readonly passingHost: HostIdentity;
  readonly reader: JobReader;
  readonly diagnostics: Diagnostics;
  /** Absent: mounts are judged when a task starts. */
  readonly mounts?: MountJudging;
}

/** Wharf on this host. Each request has a composition of its own, of no more than it needs. */
export class WharfApp implements App {
  readonly #settings: Settings;
  readonly #host: HostIdentity;
  readonly #passingHost: HostIdentity;
  readonly #reader: JobReader;
  readonly #diagnostics: Diagnostics;
  readonly #mounts: MountJudging | undefined;

  constructor(settings: Settings, { host, passingHost, reader, diagnostics, mounts }: AppParts) {
    this.#settings = settings;
    this.#host = host;
    this.#passingHost = passingHost;
    this.#reader = reader;
    this.#diagnostics = diagnostics;
    this.#mounts = mounts;
  }

  readJob(source: JobSource): Promise<Result<ReadJob, readonly Problem[]>> {
    return new CheckJob(this.#reader, jobContext(this.#settings), this.#mounts).check(source);
  }

  async planJob(read: ReadJob): Promise<Result<JobPlan, readonly Problem[]>> {
    const facts = await this.#passingHost.facts();
    if (!facts.ok) return err([problem('host', facts.error.message)]);
    const container = compose(
      hostModule(this.#settings, facts.value),
      ...planningModules(this.#settings),
      servicesModule,
    );
    return container.get(Tokens.PlanJob).plan(read);
  }

  async runJob(read: ReadJob, observer: RunObserver, control: RunControl): Promise<RunReport> {
    const facts = await this.#ownFacts();
    if (!facts.ok) {
      const failure = { message: facts.error.message, remedy: facts.error.remedy };
      return { tasks: [], interrupted: control.stop.aborted, failures: [failure] };
    }
    const wanted = new Set(read.job.groups.flatMap(({ tasks }) => tasks.map(({ driver }) => driver)));
    const container = compose(
      hostModule(this.#settings, facts.value),
      makingModule(this.#settings),
      passingModule,
      ...(await runtimeModules(this.#settings, wanted)),
      ...(await networkModules(this.#settings)),
      servicesModule,
    );
    try {
      return await container.get(Tokens.RunJob).run(read, noted(observer, this.#diagnostics), control);
    } finally {
      container.unbindAll();
    }
  }

  /** What a run makes is its own: an agent of this node knows nothing of it, and takes off the host what nobody keeps. */
  async #ownFacts(): Answer<HostFacts> {
    const [facts, passing] = await Promise.all([this.#host.facts(), this.#passingHost.facts()]);
    if (!facts.ok || !passing.ok) return facts.ok ? passing : facts;
    return ok({ ...facts.value, owner: passing.value.nodeId });
  }

  async examineHost(signal: AbortSignal): Promise<HostExamination> {
    const facts = await this.#passingHost.facts();
    if (!facts.ok) return unexamined(facts.error);
    const container = compose(
      hostModule(this.#settings, facts.value),
      ...(await runtimeModules(this.#settings, new Set(['docker', 'exec', 'raw_exec', 'java']))),
      ...(await networkModules(this.#settings)),
      servicesModule,
    );
    try {
      const disabled = disabledDrivers(this.#settings);
      const [able, networks] = [container.get(Tokens.Drivers), container.get(Tokens.NetworkProvisioner)];
      const examined = await new ExamineHost(able, disabled, networks).examine(signal);
      const { hostVolumes, bidirectional } = this.#settings;
      const drivers = ['exec', 'docker'].filter((name) => !disabled.has(name));
      const judge = container.get(Tokens.JudgeMounts);
      const volumes = await examineVolumes({ judge, drivers, hostVolumes, bidirectional }, signal);
      return { ...examined, volumes };
    } finally {
      container.unbindAll();
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Of a host that doesn't even tell what it is. */
const unexamined = ({ message, remedy }: RuntimeFault): HostExamination => ({
  usable: false,
  drivers: [],
  network: { usable: false, summary: message, remedy },
  volumes: [],
});

/** What happens to tasks is also told among the diagnostics, for whoever asks for that much. */
const noted = (observer: RunObserver, diagnostics: Diagnostics): RunObserver => ({
  output: (output) => observer.output(output),
  event: (event) => {
    const { alloc, task, what } = event;
    diagnostics.note('debug', what.type, { alloc, task, ...what });
    observer.event(event);
  },
});

const jobContext = ({ docker, exec, rawExec, java, hostVolumes, bidirectional }: Settings): JobContext => ({
  drivers: {
    docker: dockerTranslation(docker),
    exec: execTranslation(exec),
    raw_exec: rawExecTranslation(rawExec),
    java: javaTranslation(java),
  },
  hostVolumes,
  bidirectional,
});

const disabledDrivers = ({ docker, exec, rawExec, java }: Settings): ReadonlyMap<string, string> =>
  new Map(
    Object.entries({ docker, exec, raw_exec: rawExec, java })
      .filter(([, { enabled }]) => !enabled)
      .map(([name]) => [name, `set ${name}.enabled to true in the configuration`]),
  );
