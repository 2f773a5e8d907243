import type { Exit } from '../../../src/domain/model/exit.js';
import type { Task } from '../../../src/domain/model/job.js';
import { aTask } from '../../../src/testing/builders/a-job.js';
import type { Deed, Lane, Life } from './script.js';
import { marker } from './truth.js';

/** In the directory of a task: one line for each time that a life of it began. */
export const startsFile = 'starts';

export const markOf = (alloc: string, life: number): string => `${marker}-${alloc}-${life.toString()}`;

/** What a life prints. */
export const wordsOf = (life: number): string => `life ${life.toString()}\n`;

export function taskFor(driver: Lane['driver'], { deed, code }: Life, mark: string, life: number): Task {
  const script = [
    `: ${mark};`,
    ...(deed === 'lasts' ? [`trap 'exit ${code.toString()}' TERM;`] : []),
    ...(deed === 'deaf' ? [`trap '' TERM;`] : []),
    `echo ${life.toString()} >>/local/${startsFile}; printf '${wordsOf(life).trim()}\\n';`,
    deedWords[deed],
    `exit ${code.toString()}`,
  ].join(' ');
  const config = { command: '/bin/sh', args: ['-c', script] };
  return aTask({
    driver,
    config: driver === 'docker' ? { ...config, image: 'busybox:local', network_mode: 'none' } : config,
    resources: { cpuMhz: 50, cores: undefined, memoryMb: 64, memoryMaxMb: undefined, secretsMb: 1 },
  });
}

const deedWords: Readonly<Record<Deed, string>> = {
  ends: '',
  'ends-soon': 'sleep 0.3;',
  lasts: 'sleep 600 & wait;',
  deaf: 'sleep 600;',
};

/** How a life may be told to have ended. */
export class PossibleExits {
  readonly #told = new Set<string>();

  constructor({ deed, code }: Life) {
    if (deed === 'ends' || deed === 'ends-soon') this.#told.add(`code ${code.toString()}`);
  }

  /** It was told to end: it does as it chose, or is killed in the end. */
  stopped({ deed, code }: Life): void {
    if (deed === 'lasts') this.#told.add(`code ${code.toString()}`);
    this.#told.add('signal SIGKILL');
  }

  killed(): void {
    this.#told.add('signal SIGKILL');
  }

  /** Nobody was left who could know. */
  unseen(): void {
    this.#told.add('unknown');
  }

  has(exit: Exit): boolean {
    return !exit.oom && this.#told.has(inWords(exit));
  }

  get words(): string {
    return [...this.#told].join(' or ');
  }
}

function inWords(exit: Exit): string {
  switch (exit.kind) {
    case 'code':
      return `code ${exit.code.toString()}`;
    case 'signal':
      return `signal ${exit.signal}`;
    case 'unknown':
      return 'unknown';
  }
}
