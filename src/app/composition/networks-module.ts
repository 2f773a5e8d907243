import { ContainerModule } from 'inversify';

import type { Clock } from '../../domain/ports/clock.js';
import type { NetworkProvisioner } from '../../domain/ports/network-provisioner.js';
import type { OwnerId } from '../../domain/model/ids.js';
import type { Timing } from '../config/timing.js';
import { Networking } from '../services/network/networking.js';
import { Networks } from '../services/network/networks.js';
import { PendingRemovals } from '../services/pending-removals.js';
import { construct } from './construct.js';
import { Tokens } from './tokens.js';

const networking = construct(Networking, {
  networks: Tokens.Networks,
  clock: Tokens.Clock,
  policy: Tokens.Timing,
  leaving: Tokens.Leaving,
});

const networkRemovals = (
  provisioner: NetworkProvisioner,
  owner: OwnerId,
  clock: Clock,
  timing: Timing,
): PendingRemovals =>
  new PendingRemovals(provisioner, owner, clock, {
    periodMs: timing.removalPeriodMs,
    proofs: timing.removalProofs,
    patienceMs: timing.leftoverMs,
  });

/** The networks of groups, over whatever provisioner is bound. */
export const networksModule = new ContainerModule(({ bind }) => {
  bind(Tokens.NetworkRemovals).toResolvedValue(networkRemovals, [
    Tokens.NetworkProvisioner,
    Tokens.Owner,
    Tokens.Clock,
    Tokens.Timing,
  ]);
  bind(Tokens.Removals).toService(Tokens.NetworkRemovals);
  bind(Tokens.Reconciled).toResolvedValue(
    (provisioner) => ['network', provisioner] as const,
    [Tokens.NetworkProvisioner],
  );
  bind(Tokens.Networks).toDynamicValue(
    (context) =>
      new Networks({
        provisioner: context.get(Tokens.NetworkProvisioner),
        holders: context.get(Tokens.Holders, { optional: true }),
        removals: context.get(Tokens.NetworkRemovals),
        drivers: context.get(Tokens.Drivers),
        host: context.get(Tokens.HostFacts),
        owner: context.get(Tokens.Owner),
        ids: context.get(Tokens.Ids),
      }),
  );
  bind(Tokens.Networking).toDynamicValue(networking);
});
