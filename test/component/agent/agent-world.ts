import { ContainerModule } from 'inversify';

import { type Behaviour, doing, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import { CountedIds } from '../../../src/adapters/memory/counted-ids.js';
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js';
import { MemoryAllocDirectories } from '../../../src/adapters/memory/memory-alloc-directories.js';
import { MemoryContainerRuntime } from '../../../src/adapters/memory/memory-container-runtime.js';
import { MemoryHost } from '../../../src/adapters/memory/memory-host.js';
import { MemoryHostIdentity } from '../../../src/adapters/memory/memory-host-identity.js';
import { MemoryHostPorts } from '../../../src/adapters/memory/memory-host-ports.js';
import type { MemoryInstance } from '../../../src/adapters/memory/memory-instance.js';
import { MemoryLogSink } from '../../../src/adapters/memory/memory-log-sink.js';
import { MemoryMountTable } from '../../../src/adapters/memory/memory-mount-table.js';
import { MemoryHolderImage } from '../../../src/adapters/memory/memory-holder-image.js';
import { MemoryNameServers } from '../../../src/adapters/memory/memory-name-servers.js';
import { MemoryNamespaces } from '../../../src/adapters/memory/memory-namespaces.js';
import { MemoryNetworks } from '../../../src/adapters/memory/memory-networks.js';
import { MemoryRuntime } from '../../../src/adapters/memory/memory-runtime.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { agentModule, assembleAgent } from '../../../src/app/composition/assemble-agent.js';
import { compose } from '../../../src/app/composition/compose.js';
import { dockerDriverModule, executorDriversModule } from '../../../src/app/composition/drivers-module.js';
import { networksModule } from '../../../src/app/composition/networks-module.js';
import { servicesModule } from '../../../src/app/composition/services-module.js';
import { Tokens } from '../../../src/app/composition/tokens.js';
import { timing } from '../../../src/app/config/timing.js';
import type { AgentLife } from '../../../src/app/services/agent/agent-life.js';
import type { AllocStatus } from '../../../src/app/agent.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { ContainerSpec } from '../../../src/domain/model/container-spec.js';
import type { Job } from '../../../src/domain/model/job.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import type { ContainerRuntime } from '../../../src/domain/ports/container-runtime.js';
import type { LogSource } from '../../../src/domain/ports/log-source.js';
import type { Runtime } from '../../../src/domain/ports/runtime.js';
import type { TaskStore } from '../../../src/domain/ports/task-store.js';
import { err } from '../../../src/domain/shared/result.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { aDockerPolicy, anExecPolicy } from '../runs/some-policies.js';
import { type Death, Lifeline } from './lifeline.js';

type Spec = ProcessSpec | ContainerSpec;

/** What the n-th attempt (from 1) of a task does; for ever nothing unless it is said. */
export type Script = Readonly<Record<string, (attempt: number) => Behaviour>>;

export interface WorldParts {
  readonly script?: Script;
  /** Stands before the executor, in every process. */
  readonly executor?: (inner: Runtime<ProcessSpec>) => Runtime<ProcessSpec>;
  /** Stands before the engine, in every process. */
  readonly containers?: (inner: ContainerRuntime) => ContainerRuntime;
  /** Stands before the store, in every process. */
  readonly store?: (inner: TaskStore) => TaskStore;
  readonly logSource?: LogSource;
  /** Of each answer. Milliseconds on the clock. */
  readonly latencyMs?: number;
}

const never = new AbortController().signal;

/** A host and a store in memory, on which one agent lives after the other. */
export class AgentWorld {
  readonly clock = new ManualClock(1_700_000_000_000);
  readonly host = new MemoryHost(this.clock);
  readonly networks = new MemoryNetworks(this.host);
  readonly directories = new MemoryAllocDirectories();
  readonly store = new MemoryTaskStore();
  readonly logs = new MemoryLogSink();
  readonly #ids = new CountedIds();
  readonly #parts: WorldParts;
  readonly #attempts = new Map<string, number>();
  readonly #ports = new MemoryHostPorts();
  #lifeline = new Lifeline();
  #life: AgentLife | undefined;

  constructor(parts: WorldParts = {}) {
    this.#parts = parts;
  }

  /** A process that has not begun anything. It dies at that command. */
  async boot(death?: Death): Promise<AgentLife> {
    const { latencyMs } = this.#parts;
    this.#lifeline = new Lifeline(
      death,
      latencyMs === undefined ? undefined : () => this.clock.sleep(latencyMs, never),
    );
    this.#life = await this.#assemble(this.#lifeline);
    return this.#life;
  }

  /** A process that went on with what is kept. */
  async start(death?: Death): Promise<AgentLife['agent']> {
    const life = await this.boot(death);
    const started = life.start();
    await Promise.race([this.clock.runUntil(Promise.race([started, this.#lifeline.died]))]);
    return life.agent;
  }

  get lifeline(): Lifeline {
    return this.#lifeline;
  }

  get life(): AgentLife {
    if (this.#life === undefined) throw new Error('no agent was started');
    return this.#life;
  }

  /** As kill -9 does it. */
  crash(): void {
    this.#lifeline.cut();
  }

  /** Takes on a job and lets it get as far as it gets in a second. */
  async submit(job: Job): Promise<readonly AllocStatus[]> {
    const submitted = valueOf(await this.clock.runUntil(this.life.agent.submit(job)));
    await this.clock.advance(1000);
    return submitted;
  }

  /** Of the one allocation. */
  get status(): AllocStatus {
    const [status, ...others] = this.life.agent.allocations();
    if (status === undefined || others.length > 0) throw new Error('there is not one allocation');
    return status;
  }

  /** How often an instance of the task was made, in all lives. */
  startsOf(task: string): number {
    return [...this.#attempts].reduce((sum, [key, made]) => sum + (key.endsWith(` ${task}`) ? made : 0), 0);
  }

  /** What runs on the host, as `task pid`. */
  get running(): readonly string[] {
    return this.host
      .all()
      .map((instance) => ({ instance, state: instance.seen().state }))
      .flatMap(({ instance, state }) => (state.phase === 'running' ? [[instance, state.pid] as const] : []))
      .map(([{ identity }, pid]: readonly [MemoryInstance, number]) => `${identity.task} ${pid.toString()}`);
  }

  async #assemble(lifeline: Lifeline): Promise<AgentLife> {
    const facts = valueOf(await new MemoryHostIdentity().facts());
    const leaving = new AbortController();
    const act = ({ identity }: Spec): Behaviour => {
      const key = `${identity.alloc} ${identity.task}`;
      const attempt = (this.#attempts.get(key) ?? 0) + 1;
      this.#attempts.set(key, attempt);
      return this.#parts.script?.[identity.task]?.(attempt) ?? doing(waitForEver);
    };
    const inner = new MemoryRuntime<ProcessSpec>(this.host, act);
    const store = this.#parts.store?.(this.store) ?? this.store;
    const executor = this.#parts.executor?.(inner) ?? inner;
    const containers = new MemoryContainerRuntime(this.host, act, registry);
    const world = new ContainerModule(({ bind }) => {
      bind(Tokens.Clock).toConstantValue(lifeline.through('clock', this.clock));
      bind(Tokens.Timing).toConstantValue(timing);
      bind(Tokens.Ids).toConstantValue(this.#ids);
      bind(Tokens.HostFacts).toConstantValue(facts);
      bind(Tokens.Owner).toConstantValue(facts.nodeId);
      bind(Tokens.NameServers).toConstantValue(new MemoryNameServers());
      bind(Tokens.Namespaces).toConstantValue(new MemoryNamespaces(this.host));
      bind(Tokens.NetworkProvisioner).toConstantValue(lifeline.through('network', this.networks));
      bind(Tokens.HolderImage).toConstantValue(new MemoryHolderImage());
      bind(Tokens.MountTable).toConstantValue(new MemoryMountTable());
      bind(Tokens.TaskRules).toConstantValue({ hostVolumes: {}, denylist: [] });
      bind(Tokens.HostPorts).toConstantValue(this.#ports);
      bind(Tokens.AllocDirectories).toConstantValue(lifeline.through('directories', this.directories));
      bind(Tokens.LogSink).toConstantValue(this.logs);
      bind(Tokens.LogSource).toConstantValue(this.#parts.logSource ?? noLogs);
      bind(Tokens.Leaving).toConstantValue(leaving.signal);
      bind(Tokens.Diagnostics).toConstantValue({ note: () => undefined });
      bind(Tokens.ReconcilePolicy).toConstantValue({
        enabled: true,
        periodMs: 60_000,
        graceMs: 60_000,
        dryRun: false,
        owner: facts.nodeId,
        allocRoot: '/var/lib/wharfinger/alloc',
      });
      bind(Tokens.TaskStore).toConstantValue(lifeline.through('store', store));
      bind(Tokens.Executor).toConstantValue(lifeline.through('exec', executor));
      bind(Tokens.ContainerRuntime).toConstantValue(
        lifeline.through('docker', this.#parts.containers?.(containers) ?? containers),
      );
    });
    const container = compose(
      world,
      dockerDriverModule(aDockerPolicy()),
      executorDriversModule(anExecPolicy(), { enabled: true, deniedEnvironment: [] }),
      servicesModule,
      networksModule,
      agentModule,
    );
    return assembleAgent(container, leaving);
  }
}

const registry = {
  images: ['busybox:1'],
  archives: { ['/run/wharf/holder-image.tar']: [new MemoryHolderImage().name] },
  layerMs: 1,
};

const noLogs: LogSource = {
  read: () => Promise.resolve(err(fault('not-found', 'nothing is kept'))),
};
