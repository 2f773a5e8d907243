import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { ExecSession, ExecWish } from '../../domain/model/exec.js';
import type { Exit } from '../../domain/model/exit.js';
import type { HostObject } from '../../domain/model/host-object.js';
import type { NamespaceId } from '../../domain/model/group-network.js';
import type { Identity } from '../../domain/model/identity.js';
import type { InstanceId, Instant } from '../../domain/model/ids.js';
import type { Instance, InstanceState, Usage } from '../../domain/model/instance.js';
import type { SignalName } from '../../domain/model/signals.js';
import type { Clock } from '../../domain/ports/clock.js';
import { type Result, done, err, ok } from '../../domain/shared/result.js';
import type { Behaviour, Refusal } from './behaviour.js';
import { MemoryExec } from './memory-exec.js';
import { MemoryProcess } from './memory-process.js';
import { Tape } from './tape.js';

/** What every spec of a runtime in memory has. */
export interface NamedSpec {
  readonly identity: Identity;
  readonly name: string;
  /** Of containers and of processes, in their words. */
  readonly network?: { readonly mode?: string | undefined; readonly path?: string } | undefined;
}

/** What a host gives an instance that is made on it. */
export interface Berth {
  readonly clock: Clock;
  /** No other instance of the host has it; also serves as its pid. */
  readonly number: number;
  readonly network: NamespaceId;
  readonly onChange: (instance: MemoryInstance) => void;
}

const idleUsage = { memoryBytes: 1024 * 1024, pids: 1 };

/** One container or process, from its creation to its removal. */
export class MemoryInstance {
  readonly id: InstanceId;
  readonly name: string;
  readonly identity: Identity;
  readonly tape = new Tape();
  readonly #berth: Berth;
  readonly #scripted: Behaviour | Refusal;
  readonly #createdAt: Instant;
  #state: InstanceState = { phase: 'created' };
  #process: MemoryProcess | undefined;
  readonly #sessions = new Set<MemoryExec>();

  constructor({ identity, name }: NamedSpec, scripted: Behaviour | Refusal, berth: Berth) {
    this.name = name;
    this.identity = identity;
    this.#berth = berth;
    this.#scripted = scripted;
    this.#createdAt = berth.clock.now();
    this.id = `memory-${berth.number.toString()}` as InstanceId;
  }

  get number(): number {
    return this.#berth.number;
  }

  get network(): NamespaceId {
    return this.#berth.network;
  }

  get isRunning(): boolean {
    return this.#state.phase === 'running';
  }

  seen(): Instance {
    const { id, name, identity } = this;
    return { id, name, identity, createdAt: this.#createdAt, state: this.#state };
  }

  claimed(): HostObject {
    const { owner, kind, alloc, attempt } = this.identity;
    return { id: this.id, createdAt: this.#createdAt, claim: { by: 'labels', owner, kind, alloc, attempt } };
  }

  /** Without effect once it was started. */
  start(): Result<undefined, RuntimeFault> {
    if (this.#state.phase !== 'created') return done;
    if ('refuse' in this.#scripted) return err(this.#scripted.fault);
    const startedAt = this.#berth.clock.now();
    this.#state = { phase: 'running', pid: this.#berth.number, startedAt };
    this.#process = new MemoryProcess(this.#scripted, this.#berth.clock, this.tape, (exit) => {
      this.#end(exit, startedAt);
    });
    this.#berth.onChange(this);
    this.#process.start();
    return done;
  }

  signal(name: SignalName): void {
    this.#process?.signal(name);
  }

  kill(): void {
    this.signal('SIGKILL');
    this.tape.close();
  }

  /** Undefined unless it runs. */
  usage(): Usage | undefined {
    if (this.#state.phase !== 'running') return undefined;
    return { ...idleUsage, cpuUs: (this.#berth.clock.now() - this.#state.startedAt) * 1000 };
  }

  exec(wish: ExecWish): Result<ExecSession, RuntimeFault> {
    if (this.#state.phase !== 'running') return err(fault('not-found', `instance ${this.id} is not running`));
    const commands = 'refuse' in this.#scripted ? undefined : this.#scripted.commands;
    const command = commands?.(wish.command);
    if (command === undefined) return err(fault('invalid-spec', `command "${wish.command[0]}" is not there`));
    const session = new MemoryExec(command, wish.terminal, () => this.#sessions.delete(session));
    this.#sessions.add(session);
    return ok(session);
  }

  #end(exit: Exit, startedAt: Instant): void {
    for (const session of this.#sessions) session.close();
    this.#state = { phase: 'exited', exit, startedAt, finishedAt: this.#berth.clock.now() };
    this.#berth.onChange(this);
  }
}
