import type { DriverCapabilities } from '../model/driver-capabilities.js';
import { isOwnNetwork } from '../model/group-network.js';
import type { GroupNetwork, Port, Task, TaskGroup } from '../model/job.js';
import { isIpAddress } from '../shared/addresses.js';
import type { Json, JsonObject } from '../shared/json.js';
import { lookup } from '../shared/record.js';
import { type Problem, problem, problemsBelow } from '../shape/problem.js';
import { joinsGroup } from './task-network.js';

export type NetworkDrivers = Readonly<
  Record<string, { readonly capabilities: Pick<DriverCapabilities, 'network'> }>
>;

/** What is wrong with the network of a group, and with what its tasks ask of one. Paths begin below the group. */
export const networkProblems = (
  { network, tasks }: TaskGroup,
  drivers: NetworkDrivers,
): readonly Problem[] => [
  ...hostnameProblems(network),
  ...dnsProblems(network.dns),
  ...(isOwnNetwork(network.mode)
    ? [
        ...network.ports.flatMap(hostNetworkProblems),
        ...tasks.flatMap((task) => problemsBelow(`task.${task.name}.config`, taskProblems(task, drivers))),
      ]
    : []),
];

function hostnameProblems({ mode, hostname }: GroupNetwork): readonly Problem[] {
  if (hostname === undefined) return [];
  if (!isOwnNetwork(mode))
    return [
      problem(
        'network.hostname',
        'is for a group with a network of its own: this one has the name of its host',
        'use mode "bridge", or leave hostname away',
      ),
    ];
  return isHostName(hostname)
    ? []
    : [
        problem(
          'network.hostname',
          `is "${hostname}", which is no name of a host: letters, digits and dashes`,
        ),
      ];
}

/** As the kernel takes one, and others can look it up: RFC 1123. */
const isHostName = (text: string): boolean =>
  text.length <= 64 && text.split('.').every((label) => /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(label));

const dnsProblems = (dns: GroupNetwork['dns']): readonly Problem[] => [
  ...(dns?.servers ?? []).flatMap((server, index) =>
    isIpAddress(server)
      ? []
      : [problem(`network.dns.servers[${index.toString()}]`, `must be an IP address, not "${server}"`)],
  ),
  ...wordProblems('network.dns.searches', dns?.searches ?? []),
  ...wordProblems('network.dns.options', dns?.options ?? []),
];

/** They stand in one line of a file, between blanks. */
const wordProblems = (path: string, words: readonly string[]): readonly Problem[] =>
  words.flatMap((word, index) =>
    /^\S+$/.test(word)
      ? []
      : [problem(`${path}[${index.toString()}]`, `must be one word, not ${JSON.stringify(word)}`)],
  );

const hostNetworkProblems = ({ task, label, hostNetwork = 'default' }: Port): readonly Problem[] =>
  hostNetwork === 'default'
    ? []
    : [
        problem(
          `${task === undefined ? '' : `task.${task}.resources.`}network.port.${label}.host_network`,
          `is "${hostNetwork}", which is not supported: a port is published on every address of the host`,
          'leave host_network away',
        ),
      ];

/** Paths begin below the config. */
function taskProblems(task: Task, drivers: NetworkDrivers): readonly Problem[] {
  const capabilities = lookup(drivers, task.driver)?.capabilities;
  if (capabilities?.network !== 'by-holder') return [];
  return joinsGroup(task, capabilities) ? joinedProblems(task.config) : apartProblems(task.config);
}

/** What a container in the network of another one can't have, and what there is instead. */
const ofGroup: Readonly<Record<string, string>> = {
  hostname: 'put it into the network block of the group',
  dns_servers: 'put them into the dns block of the group\'s network, as "servers"',
  dns_search_domains: 'put them into the dns block of the group\'s network, as "searches"',
  dns_options: 'put them into the dns block of the group\'s network, as "options"',
  network_aliases: 'leave them away',
  ipv4_address: 'leave it away',
  ipv6_address: 'leave it away',
  mac_address: 'leave it away',
};

const joinedProblems = (config: JsonObject): readonly Problem[] => [
  ...Object.entries(ofGroup)
    .filter(([key]) => isSet(config[key]))
    .map(([key, instead]) =>
      problem(key, "can't be the task's own: its group has a network, which its tasks share", instead),
    ),
  ...gatewayProblems(config['extra_hosts']),
];

/** The engine knows the address of its host only in networks that it has made. */
const gatewayProblems = (hosts: Json | undefined): readonly Problem[] =>
  (Array.isArray(hosts) ? hosts : []).flatMap((host: Json, index) =>
    typeof host === 'string' && host.endsWith(':host-gateway')
      ? [
          problem(
            `extra_hosts[${index.toString()}]`,
            'asks for host-gateway, which only a network of the engine has',
            'give the address of the host',
          ),
        ]
      : [],
  );

/** One port of the host leads to one place. */
const apartProblems = (config: JsonObject): readonly Problem[] =>
  isSet(config['ports'])
    ? [
        problem(
          'ports',
          "can't be published by the task: it has a network_mode of its own, and its group's network has the ports",
          'leave network_mode or ports away',
        ),
      ]
    : [];

const isSet = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
