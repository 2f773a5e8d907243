import { isOwnNetwork } from '../model/group-network.js';
import type { Job } from '../model/job.js';
import { lookup } from '../shared/record.js';
import type { NetworkDrivers } from './validate-network.js';

/** A warning when containers list ports that their group's network publishes in any case, with all of the places. */
export function networkWarnings(job: Job, drivers: NetworkDrivers): readonly string[] {
  const places = job.groups
    .filter(({ network }) => isOwnNetwork(network.mode))
    .flatMap(({ name, tasks }) =>
      tasks
        .filter(({ driver }) => lookup(drivers, driver)?.capabilities.network === 'by-holder')
        .filter(({ config: { ports } }) => Array.isArray(ports) && ports.length > 0)
        .map((task) => `job.${job.id}.group.${name}.task.${task.name}.config.ports`),
    );
  return places.length === 0
    ? []
    : [`ports is ignored: the network of a group publishes all of its ports (${places.join(', ')})`];
}
