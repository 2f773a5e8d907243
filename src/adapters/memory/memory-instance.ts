import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { Exit } from '../../domain/model/exit.js';
import type { Identity } from '../../domain/model/identity.js';
import type { InstanceId, Instant } from '../../domain/model/ids.js';
import type { Instance, InstanceState, Usage } from '../../domain/model/instance.js';
import type { SignalName } from '../../domain/model/signals.js';
import { type Result, done, err } from '../../domain/shared/result.js';
import type { Behaviour, Refusal } from './behaviour.js';
import type { MemoryHost } from './memory-host.js';
import { MemoryProcess } from './memory-process.js';
import { Tape } from './tape.js';

/** What every spec of a runtime in memory has. */
export interface NamedSpec {
  readonly identity: Identity;
  readonly name: string;
}

const idleUsage = { memoryBytes: 1024 * 1024, pids: 1 };

/** One container or process, from its creation to its removal. */
export class MemoryInstance {
  readonly id: InstanceId;
  readonly name: string;
  readonly identity: Identity;
  readonly tape = new Tape();
  readonly #host: MemoryHost;
  readonly #scripted: Behaviour | Refusal;
  readonly #number: number;
  readonly #createdAt: Instant;
  #state: InstanceState = { phase: 'created' };
  #process: MemoryProcess | undefined;

  constructor({ identity, name }: NamedSpec, scripted: Behaviour | Refusal, host: MemoryHost) {
    this.name = name;
    this.identity = identity;
    this.#host = host;
    this.#scripted = scripted;
    this.#number = host.nextNumber();
    this.#createdAt = host.clock.now();
    this.id = `memory-${this.#number.toString()}` as InstanceId;
  }

  seen(): Instance {
    const { id, name, identity } = this;
    return { id, name, identity, createdAt: this.#createdAt, state: this.#state };
  }

  /** Without effect once it was started. */
  start(): Result<undefined, RuntimeFault> {
    if (this.#state.phase !== 'created') return done;
    if ('refuse' in this.#scripted) return err(this.#scripted.fault);
    const startedAt = this.#host.clock.now();
    this.#state = { phase: 'running', pid: this.#number, startedAt };
    this.#process = new MemoryProcess(this.#scripted, this.#host.clock, this.tape, (exit) => {
      this.#end(exit, startedAt);
    });
    this.#host.hint(this);
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
    return { ...idleUsage, cpuUs: (this.#host.clock.now() - this.#state.startedAt) * 1000 };
  }

  #end(exit: Exit, startedAt: Instant): void {
    this.#state = { phase: 'exited', exit, startedAt, finishedAt: this.#host.clock.now() };
    this.#host.hint(this);
  }
}
