import 'reflect-metadata';

import { Container, type ContainerModule } from 'inversify';

import type { TaskWish } from '../../../domain/job/lone-task.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import type { TaskDriver } from '../../../domain/ports/task-driver.js';
import type { PreparedTask } from '../../services/lone-tasks.js';
import { Provision } from './bindings.js';
import { PortTokens, type Token } from './port-tokens.js';
import { servicesModule } from '../services-module.js';
import { Tokens } from '../tokens.js';

/** Drivers over the adapters that were chosen. */
export interface Wharf {
  /** The driver of this name, such as `exec`. Throws, naming those there are, when there is none. */
  driver(name: string): TaskDriver;
  /**
   * Makes ready what a task needs before its driver can start it: an allocation of its own with directories, files and
   * ports, all references resolved. `unsupported` when there is no such driver, `invalid-spec` with all problems when
   * what is wished can't be, `conflict` when a port is taken. Whatever the fault, nothing is left on the host.
   */
  prepare(task: TaskWish): Answer<PreparedTask>;
  /** What is bound under a token. Throws when nothing is. */
  get<T>(token: Token<T>): T;
  /** Closes connections and stores. Tasks go on. */
  close(): Promise<void>;
}

/**
 * Composes modules: adapters, one or more modules of drivers, and whatever a program provides itself. Rejects when one of
 * them lacks another, or two bring the same, and names the token.
 */
export async function openWharf(...modules: readonly ContainerModule[]): Promise<Wharf> {
  const container = new Container({ defaultScope: 'Singleton' });
  const isOwn = (module: ContainerModule): boolean => module instanceof Provision;
  await container.loadAsync(...modules.filter((module) => !isOwn(module)), servicesModule);
  container.load(...modules.filter(isOwn));
  makeAll(container);
  const drivers = container.get(Tokens.Drivers);
  const tasks = container.get(Tokens.LoneTasks);
  return {
    driver(name) {
      const driver = drivers.get(name);
      if (driver !== undefined) return driver;
      throw new Error(`there is no driver "${name}" here, only ${[...drivers.keys()].join(', ') || 'none'}`);
    },
    prepare: (task) => tasks.prepare(task),
    get: (token) => container.get(token),
    close: () => container.unbindAllAsync(),
  };
}

/** So that what is missing is missed now, and whatever is open is closed at the end: a container closes what it made. */
function makeAll(container: Container): void {
  for (const token of Object.values<Token<unknown>>(PortTokens)) {
    if (token === PortTokens.Driver) container.getAll(token);
    else if (container.isBound(token)) container.get(token);
  }
}
