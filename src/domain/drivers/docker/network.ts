import type { ContainerNetwork } from '../../model/container-spec.js';
import type { JoinedNetwork } from '../../model/group-network.js';
import type { InstanceId } from '../../model/ids.js';
import type { TaskRequest } from '../../model/task-request.js';
import { type Problem, problem } from '../../shape/problem.js';
import { given } from '../command.js';
import type { DockerConfig } from './config.js';

type Modes = Pick<DockerConfig, 'network_mode'>;

/** The group's `dns` block goes before what the task asks for. */
export function networkOf(config: DockerConfig, { allocation, network }: TaskRequest): ContainerNetwork {
  const holder = joinedHolder(config, network);
  if (holder !== undefined) return { ...bare, mode: `container:${holder}` };
  const mode = given(config.network_mode);
  const { servers, searches, options } = allocation.group.network.dns ?? {
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

/** The container whose network the task's is to be: as in Nomad, a mode of the task's own goes before its group's. */
export const joinedHolder = (config: Modes, network: JoinedNetwork | undefined): InstanceId | undefined =>
  given(config.network_mode) === undefined ? network?.holder : undefined;

/** An engine knows no way into a network but through a container that is in it. */
export const holderProblems = ({ network }: TaskRequest): readonly Problem[] =>
  network !== undefined && network.holder === undefined
    ? [problem('network', 'can not be joined by a container: no other one has it')]
    : [];

/** Of a container that has the network of another one; an engine refuses to have more said of it. */
const bare: Omit<ContainerNetwork, 'mode'> = {
  aliases: [],
  ipv4: undefined,
  ipv6: undefined,
  mac: undefined,
  dnsServers: [],
  dnsSearch: [],
  dnsOptions: [],
  extraHosts: [],
  ports: [],
};

/** In another's network namespace there is nothing to publish. */
const hasPortsOfItsOwn = (mode: string | undefined): boolean =>
  mode !== 'host' && mode !== 'none' && mode?.startsWith('container:') !== true;
