import type { ContainerModule } from 'inversify';

import { RandomIds } from '../../../adapters/system/random-ids.js';
import { ResolvConf } from '../../../adapters/system/resolv-conf.js';
import { SystemClock } from '../../../adapters/system/system-clock.js';
import { TcpPorts } from '../../../adapters/system/tcp-ports.js';
import { ThisHost } from '../../../adapters/system/this-host.js';
import type { HostVolume } from '../../../domain/model/driver-policy.js';
import type { HostFacts } from '../../../domain/model/host.js';
import type { OwnerId } from '../../../domain/model/ids.js';
import { timing } from '../../config/timing.js';
import { PortTokens } from './port-tokens.js';
import { Tokens } from '../tokens.js';
import { lazily } from './bindings.js';

export interface SystemModuleOptions {
  /**
   * Whose everything is that is made: written on each container and process, by which it is found again. The same one
   * each time the program runs; another one for each program, and on each host that shares an engine.
   */
  readonly owner: string;
  /**
   * What tasks without an image inherit, less what their driver's policy denies; the program's PATH unless said, since
   * other variables of a program may hold its secrets.
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** Directories of the host that tasks may mount, by name. None unless said. */
  readonly hostVolumes?: Readonly<Record<string, HostVolume>>;
}

/** Time, ids, free ports, name servers and what this machine is. Throws when the owner is no word that can be written on an object. */
export function systemModule({ owner, environment, hostVolumes = {} }: SystemModuleOptions): ContainerModule {
  if (!/^[\w.:-]{1,128}$/.test(owner))
    throw new TypeError(
      `an owner is up to 128 letters, digits, dots and dashes, not ${JSON.stringify(owner)}`,
    );
  return lazily(async () => {
    const host = await factsOf(owner as OwnerId, environment ?? ownPath());
    return ({ bind }) => {
      bind(PortTokens.Clock)
        .toResolvedValue(() => new SystemClock())
        .inSingletonScope();
      bind(PortTokens.Ids)
        .toResolvedValue(() => new RandomIds())
        .inSingletonScope();
      bind(PortTokens.HostPorts)
        .toResolvedValue(() => new TcpPorts())
        .inSingletonScope();
      bind(PortTokens.NameServers)
        .toResolvedValue(() => new ResolvConf())
        .inSingletonScope();
      bind(PortTokens.HostFacts).toConstantValue(host);
      bind(PortTokens.Owner).toConstantValue(host.nodeId);
      bind(Tokens.Timing).toConstantValue(timing);
      bind(Tokens.TaskRules).toConstantValue({ hostVolumes, denylist: [] });
    };
  });
}

const ownPath = (): Readonly<Record<string, string>> => {
  const path = process.env['PATH'];
  return path === undefined ? {} : { PATH: path };
};

async function factsOf(owner: OwnerId, environment: Readonly<Record<string, string>>): Promise<HostFacts> {
  const parts = { stateDirectory: undefined, environment, environmentDenylist: [] };
  const facts = await new ThisHost(parts).facts();
  if (facts.ok) return { ...facts.value, nodeId: owner };
  throw new Error(facts.error.message);
}
