import { ContainerModule, type ContainerModuleLoadOptions } from 'inversify';

import { PortTokens, type Token } from './port-tokens.js';

/** Binds what a module brings, when it is loaded. */
export type Bindings = (wiring: ContainerModuleLoadOptions) => void;

/** A module whose adapter is loaded, with the libraries it is made of, no earlier than the module itself. */
export const lazily = (bindings: () => Promise<Bindings>): ContainerModule =>
  new ContainerModule(async (wiring) => {
    (await bindings())(wiring);
  });

/** Binds one value. */
export class Provision extends ContainerModule {
  constructor(token: Token<unknown>, value: unknown) {
    super(({ bind, isBound, unbind }) => {
      if (token !== PortTokens.Driver && isBound(token)) unbind(token);
      bind(token).toConstantValue(value);
    });
  }
}

/**
 * Binds one thing of your own: an adapter for a port, in place of what another module has for it, or one more driver.
 * It is yours to close.
 */
export const provide = <T>(token: Token<T>, value: NoInfer<T>): ContainerModule =>
  new Provision(token, value);
