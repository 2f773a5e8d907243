import type { App, HostExamination, JobPlan, RunControl, RunObserver } from '../../../src/app/app.js';
import type { Happening } from '../../../src/domain/model/event.js';
import type { AllocId, Instant } from '../../../src/domain/model/ids.js';
import type { Job } from '../../../src/domain/model/job.js';
import type { RunReport, TaskReport } from '../../../src/domain/model/report.js';
import type { JobSource, ReadJob } from '../../../src/domain/ports/job-reader.js';
import { ok, type Result } from '../../../src/domain/shared/result.js';
import type { Problem } from '../../../src/domain/shape/problem.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';

/** What a run does, told from inside of it. */
export type Script = (stage: Stage) => RunReport | Promise<RunReport>;

export interface Stage {
  readonly control: RunControl;
  /** Prints as a task of the first allocation, unless another is named. */
  readonly print: (stream: 'stdout' | 'stderr', text: string | Uint8Array, from?: Origin) => Promise<void>;
  readonly happen: (what: Happening, from?: Origin) => void;
  /** Lets time pass between what happens. */
  readonly pass: (ms: number) => void;
}

interface Origin {
  readonly task?: string;
  readonly allocName?: string;
}

/** An app whose answers the test has laid down, and which remembers what it was asked. */
export class FakeApp implements App {
  readonly asked: string[] = [];
  readonly sources: JobSource[] = [];
  job: Result<ReadJob, readonly Problem[]> = ok({ job: aWebJob(), warnings: [] });
  plan: Result<JobPlan, readonly Problem[]> = ok({ allocations: [] });
  host: HostExamination = {
    usable: true,
    drivers: [],
    network: { usable: true, summary: '', remedy: undefined },
    volumes: [],
  };
  script: Script = () => aReport();

  readJob(source: JobSource): Promise<Result<ReadJob, readonly Problem[]>> {
    this.asked.push('read');
    this.sources.push(source);
    return Promise.resolve(this.job);
  }

  planJob(): Promise<Result<JobPlan, readonly Problem[]>> {
    this.asked.push('plan');
    return Promise.resolve(this.plan);
  }

  async runJob(_read: ReadJob, observer: RunObserver, control: RunControl): Promise<RunReport> {
    this.asked.push('run');
    return this.script(stageOf(observer, control));
  }

  examineHost(): Promise<HostExamination> {
    this.asked.push('examine');
    return Promise.resolve(this.host);
  }

  close(): Promise<void> {
    this.asked.push('close');
    return Promise.resolve();
  }
}

function stageOf(observer: RunObserver, control: RunControl): Stage {
  let now = 1_000_000;
  const identify = ({ task = 'web', allocName = 'shop.front[0]' }: Origin = {}): {
    task: string;
    allocName: string;
    alloc: AllocId;
  } => ({ task, allocName, alloc: `id of ${allocName}` as AllocId });
  return {
    control,
    print: (stream, text, from) => observer.output({ ...identify(from), stream, bytes: Buffer.from(text) }),
    happen: (what, from) => {
      observer.event({ ...identify(from), at: now as Instant, what });
    },
    pass: (ms) => {
      now += ms;
    },
  };
}

/** A job `shop` with one group `front` of these tasks. */
export const aWebJob = (...tasks: readonly string[]): Job =>
  aJob({
    id: 'shop',
    name: 'shop',
    groups: [
      aGroup({ name: 'front', tasks: (tasks.length === 0 ? ['web'] : tasks).map((name) => aTask({ name })) }),
    ],
  });

/** Of the task `web`, which ended well after 1.5 s. */
export const aTaskReport = (over: Partial<TaskReport> = {}): TaskReport => ({
  alloc: 'id of shop.front[0]' as AllocId,
  allocName: 'shop.front[0]',
  group: 'front',
  task: 'web',
  driver: 'exec',
  lifecycle: { hook: 'main', sidecar: false },
  outcome: 'complete',
  exit: { kind: 'code', code: 0, oom: false },
  restarts: 0,
  startedAt: 1000 as Instant,
  finishedAt: 2500 as Instant,
  failure: undefined,
  ...over,
});

export const aReport = (over: Partial<RunReport> = {}): RunReport => ({
  tasks: [aTaskReport()],
  interrupted: false,
  failures: [],
  ...over,
});
