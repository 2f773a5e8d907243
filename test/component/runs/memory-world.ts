import { ContainerModule } from 'inversify';

import { type Behaviour, doing, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { CountedIds } from '../../../src/adapters/memory/counted-ids.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryAllocDirectories } from '../../../src/adapters/memory/memory-alloc-directories.js';
import { MemoryContainerRuntime } from '../../../src/adapters/memory/memory-container-runtime.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryHostIdentity } from '../../../src/adapters/memory/memory-host-identity.js';
import { MemoryHostPorts } from '../../../src/adapters/memory/memory-host-ports.js';
import { MemoryLogSink } from '../../../src/adapters/memory/memory-log-sink.js';
import { MemoryMountTable } from '../../../src/adapters/memory/memory-mount-table.js';
import { MemoryHolderImage } from '../../../src/adapters/memory/memory-holder-image.js';
import { MemoryNameServers } from '../../../src/adapters/memory/memory-name-servers.js';
import { MemoryNamespaces } from '../../../src/adapters/memory/memory-namespaces.js';
import { MemoryNetworks } from '../../../src/adapters/memory/memory-networks.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import type { JobPlan, RunControl, RunObserver } from '../../../src/app/app.js';
import { compose } from '../../../src/app/composition/compose.js';
import { dockerDriverModule, executorDriversModule } from '../../../src/app/composition/drivers-module.js';
import { networksModule } from '../../../src/app/composition/networks-module.js';
import { servicesModule } from '../../../src/app/composition/services-module.js';
import { Tokens } from '../../../src/app/composition/tokens.js';
import { admitAll } from '../../../src/app/services/allocation-tasks.js';
import { timing } from '../../../src/app/config/timing.js';
import type { ContainerSpec } from '../../../src/domain/model/container-spec.js';
import type { TaskEvent } from '../../../src/domain/model/event.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { Job } from '../../../src/domain/model/job.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import type { RunReport } from '../../../src/domain/model/report.js';
import type { ReadJob } from '../../../src/domain/ports/job-reader.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import type { Result } from '../../../src/domain/shared/result.js';
import type { Locate, Problem } from '../../../src/domain/shape/problem.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { type FaultScript, FaultyRuntime } from '../../support/faults/faulty-runtime.js';
import { aDockerPolicy, anExecPolicy } from './some-policies.js';

type Spec = ProcessSpec | ContainerSpec;

/** What the n-th attempt (from 1) of a task does. */
export type Script = Readonly<Record<string, (attempt: number, spec: Spec) => Behaviour>>;

interface Onlooking {
  readonly taken?: Promise<void>;
  readonly locate?: Locate | undefined;
}

/** Everything that wharf is, over a host, a clock and files in memory. */
export class MemoryWorld {
  readonly clock = new ManualClock();
  readonly host = new MemoryHost(this.clock);
  readonly networks = new MemoryNetworks(this.host);
  readonly directories = new MemoryAllocDirectories();
  readonly store = new MemoryTaskStore();
  readonly events: TaskEvent[] = [];
  readonly #output: string[] = [];
  readonly #stop = new AbortController();
  readonly #kill = new AbortController();
  readonly #executor: FaultyRuntime<ProcessSpec>;
  readonly #containers: MemoryContainerRuntime;
  readonly #ports: MemoryHostPorts;

  /** An executor that `forgets-networks` runs its processes in the network of the host, whatever they are to join. */
  constructor(
    script: Script,
    faults: FaultScript = {},
    takenPorts: readonly number[] = [],
    executor: 'as-told' | 'forgets-networks' = 'as-told',
  ) {
    this.#ports = new MemoryHostPorts(takenPorts);
    const attempts = new Map<string, number>();
    const act = (spec: Spec): Behaviour => {
      const { task, kind } = spec.identity;
      const attempt = (attempts.get(task) ?? 0) + 1;
      attempts.set(task, attempt);
      return script[task]?.(attempt, spec) ?? (kind === 'holder' ? doing(waitForEver) : doing());
    };
    const inner =
      executor === 'as-told'
        ? new MemoryRuntime<ProcessSpec>(this.host, act)
        : new ForgetfulRuntime(this.host, act);
    this.#executor = new FaultyRuntime(inner, faults);
    this.#containers = new MemoryContainerRuntime(this.host, act, {
      images: ['busybox:1'],
      archives: { ['/run/wharf/holder-image.tar']: [new MemoryHolderImage().name] },
      layerMs: 1000,
    });
  }

  /** Runs a job until it ends, however long that takes on the clock. */
  run(job: Job, locate?: Locate): Promise<RunReport> {
    return this.clock.runUntil(this.begin(job, { locate }));
  }

  /** `taken` says when the onlooker takes what tasks print. */
  async begin(job: Job, { taken = Promise.resolve(), locate }: Onlooking = {}): Promise<RunReport> {
    const observer: RunObserver = {
      event: (event) => this.events.push(event),
      output: ({ task, bytes }) => {
        this.#output.push(`${task}: ${Buffer.from(bytes).toString().trimEnd()}`);
        return taken;
      },
    };
    const control: RunControl = { stop: this.#stop.signal, kill: this.#kill.signal };
    return (await this.#container()).get(Tokens.RunJob).run(readJob(job, locate), observer, control);
  }

  async plan(job: Job, locate?: Locate): Promise<Result<JobPlan, readonly Problem[]>> {
    return (await this.#container()).get(Tokens.PlanJob).plan(readJob(job, locate));
  }

  stop(): void {
    this.#stop.abort();
  }

  kill(): void {
    this.#kill.abort();
  }

  get output(): readonly string[] {
    return this.#output;
  }

  /** `task word` of each event, in order. */
  get story(): readonly string[] {
    return this.events.map(({ task, what }) => `${task} ${what.type}`);
  }

  async #container(): Promise<ReturnType<typeof compose>> {
    const facts = valueOf(await new MemoryHostIdentity().facts());
    const world = new ContainerModule(({ bind }) => {
      bind(Tokens.Clock).toConstantValue(this.clock);
      bind(Tokens.Timing).toConstantValue(timing);
      bind(Tokens.Ids).toConstantValue(new CountedIds());
      bind(Tokens.HostFacts).toConstantValue(facts);
      bind(Tokens.Owner).toConstantValue(facts.nodeId);
      bind(Tokens.NameServers).toConstantValue(new MemoryNameServers());
      bind(Tokens.Namespaces).toConstantValue(new MemoryNamespaces(this.host));
      bind(Tokens.NetworkProvisioner).toConstantValue(this.networks);
      bind(Tokens.HolderImage).toConstantValue(new MemoryHolderImage());
      bind(Tokens.MountTable).toConstantValue(new MemoryMountTable());
      bind(Tokens.TaskRules).toConstantValue({ hostVolumes: {}, denylist: [] });
      bind(Tokens.HostPorts).toConstantValue(this.#ports);
      bind(Tokens.AllocDirectories).toConstantValue(this.directories);
      bind(Tokens.StartAdmission).toConstantValue(admitAll);
      bind(Tokens.Leaving).toConstantValue(new AbortController().signal);
      bind(Tokens.LogSink).toConstantValue(new MemoryLogSink());
      bind(Tokens.TaskStore).toConstantValue(this.store);
      bind(Tokens.Executor).toConstantValue(this.#executor);
      bind(Tokens.ContainerRuntime).toConstantValue(this.#containers);
    });
    const drivers = [
      dockerDriverModule(aDockerPolicy()),
      executorDriversModule(anExecPolicy(), { enabled: true, deniedEnvironment: [] }),
    ];
    return compose(world, ...drivers, servicesModule, networksModule);
  }
}

class ForgetfulRuntime extends MemoryRuntime<ProcessSpec> {
  override create(spec: ProcessSpec, signal: AbortSignal): Answer<InstanceId> {
    return super.create({ ...spec, network: undefined }, signal);
  }
}

const readJob = (job: Job, locate: Locate | undefined): ReadJob => ({
  job,
  warnings: [],
  ...(locate === undefined ? {} : { locate }),
});
