import type { RawEngine } from './raw-engine.js';

/**
 * What the engine was asked for when this container was made, put together again from what it says it has. An engine
 * without a bridge says `NetworkDisabled` of every container; asked for, it would spare the making of the network
 * sandbox that ours has.
 */
export async function bodyOf(engine: RawEngine, id: string): Promise<object> {
  const { Config, HostConfig } = (await engine.inspect(id)) as {
    readonly Config: object;
    readonly HostConfig: object;
  };
  return { ...Config, NetworkDisabled: undefined, HostConfig };
}
