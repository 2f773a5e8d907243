import { dockerTranslation } from '../../domain/drivers/docker/translation.js';
import { execTranslation } from '../../domain/drivers/exec/translation.js';
import { rawExecTranslation } from '../../domain/drivers/raw-exec/translation.js';
import type { JobContext } from '../../domain/job/validate-job.js';
import type { RunReport } from '../../domain/model/report.js';
import type { Diagnostics } from '../../domain/ports/diagnostics.js';
import type { HostIdentity } from '../../domain/ports/host-identity.js';
import type { JobReader, JobSource, ReadJob } from '../../domain/ports/job-reader.js';
import type { Result } from '../../domain/shared/result.js';
import { err } from '../../domain/shared/result.js';
import { type Problem, problem } from '../../domain/shape/problem.js';
import type { App, HostExamination, JobPlan, RunControl, RunObserver } from '../app.js';
import type { Settings } from '../config/settings.js';
import { CheckJob } from '../services/check-job.js';
import { ExamineHost } from '../services/examine-host.js';
import { compose } from './compose.js';
import { hostModule, makingModule, passingModule } from './host-module.js';
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
}

/** Wharf on this host. Each request has a composition of its own, of no more than it needs. */
export class WharfApp implements App {
  readonly #settings: Settings;
  readonly #host: HostIdentity;
  readonly #passingHost: HostIdentity;
  readonly #reader: JobReader;
  readonly #diagnostics: Diagnostics;

  constructor(settings: Settings, { host, passingHost, reader, diagnostics }: AppParts) {
    this.#settings = settings;
    this.#host = host;
    this.#passingHost = passingHost;
    this.#reader = reader;
    this.#diagnostics = diagnostics;
  }

  readJob(source: JobSource): Promise<Result<ReadJob, readonly Problem[]>> {
    return new CheckJob(this.#reader, jobContext(this.#settings)).check(source);
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
    const facts = await this.#host.facts();
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
      servicesModule,
    );
    try {
      return await container.get(Tokens.RunJob).run(read, noted(observer, this.#diagnostics), control);
    } finally {
      container.unbindAll();
    }
  }

  async examineHost(signal: AbortSignal): Promise<HostExamination> {
    const facts = await this.#passingHost.facts();
    if (!facts.ok) return { usable: false, drivers: [] };
    const container = compose(
      hostModule(this.#settings, facts.value),
      ...(await runtimeModules(this.#settings, new Set(['docker', 'exec', 'raw_exec']))),
      servicesModule,
    );
    try {
      return await new ExamineHost(container.get(Tokens.Drivers), disabledDrivers(this.#settings)).examine(
        signal,
      );
    } finally {
      container.unbindAll();
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** What happens to tasks is also told among the diagnostics, for whoever asks for that much. */
const noted = (observer: RunObserver, diagnostics: Diagnostics): RunObserver => ({
  output: (output) => observer.output(output),
  event: (event) => {
    const { alloc, task, what } = event;
    diagnostics.note('debug', what.type, { alloc, task, ...what });
    observer.event(event);
  },
});

const jobContext = ({ docker, exec, rawExec, hostVolumes }: Settings): JobContext => ({
  drivers: {
    docker: dockerTranslation(docker),
    exec: execTranslation(exec),
    raw_exec: rawExecTranslation(rawExec),
  },
  hostVolumes,
});

const disabledDrivers = ({ docker, exec, rawExec }: Settings): ReadonlyMap<string, string> =>
  new Map(
    Object.entries({ docker, exec, raw_exec: rawExec })
      .filter(([, { enabled }]) => !enabled)
      .map(([name]) => [name, `set ${name}.enabled to true in the configuration`]),
  );
