import { ContainerModule } from 'inversify';

import { Tokens } from '../../../src/app/composition/tokens.js';
import { isStep, type PortName } from './steps.js';

/** Where an agent is killed. */
export interface Death {
  /** Of which kind, and the how manieth of that kind: `store.intend#2`. */
  readonly step: string;
  /** Amid: while it is being done, and at the latest before anybody hears that it was. */
  readonly when: 'before' | 'amid';
  /** Milliseconds from the beginning of the step to a death amid it. */
  readonly afterMs: number;
}

/** A step that was done, and how long that took. */
export interface DoneStep {
  readonly step: string;
  readonly ms: number;
}

/** Stands between an agent and its real ports: notes each step, and kills this process at one of them. */
export class Mortality {
  readonly done: DoneStep[] = [];
  readonly #death: Death | undefined;
  readonly #begun = new Map<string, number>();

  constructor(death: Death | undefined) {
    this.#death = death;
  }

  readonly module = new ContainerModule(({ onActivation }) => {
    onActivation(Tokens.TaskStore, (_, store) => this.#before('store', store));
    onActivation(Tokens.AllocDirectories, (_, directories) => this.#before('directories', directories));
    onActivation(Tokens.Executor, (_, executor) => this.#before('exec', executor));
    onActivation(Tokens.ContainerRuntime, (_, runtime) => this.#before('docker', runtime));
    onActivation(Tokens.NetworkProvisioner, (_, networks) => this.#before('network', networks));
  });

  #before<T extends object>(port: PortName, real: T): T {
    return new Proxy(real, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        const act = (...args: unknown[]): unknown => Reflect.apply(member, target, args) as unknown;
        if (!isStep(port, String(key))) return act;
        return (...args: unknown[]) => this.#step(`${port}.${String(key)}`, () => act(...args));
      },
    });
  }

  async #step(name: string, act: () => unknown): Promise<unknown> {
    const count = (this.#begun.get(name) ?? 0) + 1;
    this.#begun.set(name, count);
    const step = `${name}#${count.toString()}`;
    const death = this.#death?.step === step ? this.#death : undefined;
    if (death?.when === 'before') die();
    const began = performance.now();
    if (death !== undefined) setTimeout(die, death.afterMs);
    const answer: unknown = await act();
    if (death !== undefined) die();
    this.done.push({ step, ms: performance.now() - began });
    return answer;
  }
}

const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
