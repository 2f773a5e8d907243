import { isStep, type PortName } from '../../support/faults/steps.js';

/** Which command is the last that a process gives, and whether it still takes effect. */
export interface Death {
  /** Counted from 1, over all ports. */
  readonly at: number;
  readonly when: 'before' | 'after';
}

const never = (): Promise<never> => new Promise(() => undefined);

/** All that ties one process to the world. Once it is cut nothing that the process does has an effect, and nothing answers it. */
export class Lifeline {
  /** The commands that were given, as `port.command`. */
  readonly commands: string[] = [];
  readonly #death: Death | undefined;
  readonly #latency: () => Promise<void>;
  readonly #died: () => void;
  readonly died: Promise<void>;
  #isCut = false;

  constructor(death?: Death, latency: () => Promise<void> = () => Promise.resolve()) {
    this.#death = death;
    this.#latency = latency;
    let died = (): void => undefined;
    this.died = new Promise((resolve) => (died = resolve));
    this.#died = died;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  cut(): void {
    this.#isCut = true;
    this.#died();
  }

  /** The same port, for this process alone. */
  through<T extends object>(name: PortName | 'clock', port: T): T {
    return new Proxy(port, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        const call = (...args: unknown[]): unknown => Reflect.apply(member, target, args) as unknown;
        return (...args: unknown[]) => this.#call(name, String(key), () => call(...args));
      },
    });
  }

  #call(port: PortName | 'clock', verb: string, act: () => unknown): unknown {
    if (port === 'clock') return verb === 'sleep' ? this.#answer(act) : act();
    if (this.#isCut) return verb === 'watch' || verb === 'logs' ? silence() : never();
    if (!isStep(port, verb)) return this.#answer(act);
    this.commands.push(`${port}.${verb}`);
    const isLast = this.#death?.at === this.commands.length;
    if (isLast && this.#death.when === 'before') {
      this.cut();
      return never();
    }
    const answer = this.#answer(act);
    if (isLast) this.cut();
    return answer;
  }

  #answer(act: () => unknown): unknown {
    if (this.#isCut) return never();
    const answer = act();
    return answer instanceof Promise ? this.#deliver(answer) : this.#stream(answer as AsyncIterable<unknown>);
  }

  async #deliver(answer: Promise<unknown>): Promise<unknown> {
    const value: unknown = await answer;
    await this.#latency();
    return this.#isCut ? never() : value;
  }

  async *#stream(items: AsyncIterable<unknown>): AsyncGenerator<unknown, void, undefined> {
    for await (const item of items) {
      if (this.#isCut) await never();
      yield item;
    }
    if (this.#isCut) await never();
  }
}

async function* silence(): AsyncGenerator<never, void, undefined> {
  await never();
  yield* [];
}
