import type { DnsAnswer } from '../model/group-network.js';

/** One line of a hosts file. */
export interface KnownHost {
  readonly address: string;
  readonly name: string;
}

/** The content of an /etc/hosts. */
export const hostsText = (hosts: readonly KnownHost[]): string =>
  lines([
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    ...hosts.map(({ address, name }) => `${address}\t${name}`),
  ]);

/** The content of an /etc/resolv.conf. */
export const resolvConfText = ({ servers, searches, options }: DnsAnswer): string =>
  lines([
    ...servers.map((server) => `nameserver ${server}`),
    ...(searches.length === 0 ? [] : [`search ${searches.join(' ')}`]),
    ...(options.length === 0 ? [] : [`options ${options.join(' ')}`]),
  ]);

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** What is asked for, and of the host's what it leaves open. */
export const completed = (asked: DnsAnswer, host: DnsAnswer): DnsAnswer => ({
  servers: filled(asked.servers, host.servers),
  searches: filled(asked.searches, host.searches),
  options: filled(asked.options, host.options),
});

const filled = (asked: readonly string[], other: readonly string[]): readonly string[] =>
  asked.length === 0 ? other : asked;
