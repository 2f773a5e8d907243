import type { ContainerNetwork } from '../../model/container-spec.js';
import type { GroupNetwork } from '../../model/job.js';
import { given } from '../command.js';
import type { DockerConfig } from './config.js';

/** The group's `dns` block goes before what the task asks for. */
export function networkOf(config: DockerConfig, group: GroupNetwork): ContainerNetwork {
  const mode = given(config.network_mode);
  const { servers, searches, options } = group.dns ?? {
    servers: config.dns_servers,
    searches: config.dns_search_domains,
    options: config.dns_options,
  };
  return {
    mode,
    aliases: config.network_aliases,
    ipv4: given(config.ipv4_address),
    ipv6: given(config.ipv6_address),
    mac: given(config.mac_address),
    dnsServers: servers,
    dnsSearch: searches,
    dnsOptions: options,
    extraHosts: config.extra_hosts,
    ports: hasPortsOfItsOwn(mode) ? config.ports : [],
  };
}

/** In another's network namespace there is nothing to publish. */
const hasPortsOfItsOwn = (mode: string | undefined): boolean =>
  mode !== 'host' && mode !== 'none' && mode?.startsWith('container:') !== true;
