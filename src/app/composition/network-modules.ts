import { ContainerModule } from 'inversify';

import type { Settings } from '../config/settings.js';
import { networksModule } from './networks-module.js';
import { Tokens } from './tokens.js';

/** The networks of groups, made by the CNI plugins of this host. */
export async function networkModules({
  network,
  runDirectory,
}: Settings): Promise<readonly ContainerModule[]> {
  const [{ CniNetworks }, { programRunner }] = await Promise.all([
    import('../../adapters/cni/cni-networks.js'),
    import('../../adapters/cni/run-program.js'),
  ]);
  const plugins = new ContainerModule(({ bind }) => {
    bind(Tokens.NetworkProvisioner).toResolvedValue(
      (clock, processes) =>
        new CniNetworks(
          { ...network, cniPath: network.cniPaths, runDirectory },
          { clock, processes, run: programRunner() },
        ),
      [Tokens.Clock, Tokens.ProcessTable],
    );
  });
  return [plugins, networksModule];
}
