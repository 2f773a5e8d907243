import 'reflect-metadata';

import { Container, type ContainerModule } from 'inversify';

/** A container out of modules. Whoever gets from it is a composition or a test; nothing else knows it. */
export function compose(...modules: readonly ContainerModule[]): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.load(...modules);
  return container;
}
