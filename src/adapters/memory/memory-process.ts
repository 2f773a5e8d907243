import type { Exit } from '../../domain/model/exit.js';
import type { SignalName } from '../../domain/model/signals.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Behaviour, Step } from './behaviour.js';
import type { Tape } from './tape.js';

/** Signals that the kernel lets pass without effect; stopping and going on are not told apart from running here. */
const harmless: ReadonlySet<SignalName> = new Set([
  'SIGCHLD',
  'SIGCONT',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGURG',
  'SIGWINCH',
]);

/** Follows a behaviour until it ends, by itself or by a signal. */
export class MemoryProcess {
  readonly #behaviour: Behaviour;
  readonly #clock: Clock;
  readonly #tape: Tape;
  readonly #onEnd: (exit: Exit) => void;
  readonly #over = new AbortController();

  constructor(behaviour: Behaviour, clock: Clock, tape: Tape, onEnd: (exit: Exit) => void) {
    this.#behaviour = behaviour;
    this.#clock = clock;
    this.#tape = tape;
    this.#onEnd = onEnd;
  }

  /** Does at once all that needs no time. */
  start(): void {
    void this.#follow(this.#behaviour.steps).then(() => this.#end({ kind: 'code', code: 0, oom: false }));
  }

  signal(name: SignalName): void {
    const trap = name === 'SIGKILL' || name === 'SIGSTOP' ? undefined : this.#behaviour.traps?.[name];
    if (trap !== undefined) void this.#follow(trap);
    else if (!harmless.has(name)) this.#end({ kind: 'signal', signal: name, oom: false });
  }

  async #follow(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (this.#over.signal.aborted) return;
      const pending = this.#take(step);
      if (pending !== undefined) await pending;
    }
  }

  #take(step: Step): Promise<void> | undefined {
    switch (step.do) {
      case 'print':
        this.#tape.write(step.stream, step.bytes);
        return undefined;
      case 'wait':
        return this.#clock.sleep(step.ms, this.#over.signal);
      case 'wait-for-ever':
        return new Promise(() => undefined);
      case 'exit':
        return this.#end({ kind: 'code', code: step.code, oom: false });
      case 'die':
        return this.#end({ kind: 'signal', signal: step.signal, oom: false });
      case 'run-out-of-memory':
        return this.#end({ kind: 'signal', signal: 'SIGKILL', oom: true });
    }
  }

  #end(exit: Exit): undefined {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#tape.close();
    this.#onEnd(exit);
  }
}
