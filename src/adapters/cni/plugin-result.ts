import type { DnsAnswer, NetworkAddress } from '../../domain/model/group-network.js';
import { isJsonObject, type Json, type JsonObject } from '../../domain/shared/json.js';

/** What plugins answer to ADD: read with care, for anybody may have written them. */
export interface HostLink {
  readonly name: string;
  readonly mac: string;
}

/** Those in the namespace first, in the plugins' order. */
export function addressesIn(result: Json | undefined): readonly NetworkAddress[] {
  const links = objects(member(result, 'interfaces'));
  const found = objects(member(result, 'ips')).map((ip) => {
    const link = typeof ip['interface'] === 'number' ? links[ip['interface']] : undefined;
    return {
      inside: isInside(link),
      interface: text(link?.['name']) || 'eth0',
      address: plain(ip['address']),
    };
  });
  const old = ['ip4', 'ip6'].map((key) => ({
    ...{ inside: true, interface: 'eth0' },
    address: plain(member(member(result, key), 'ip')),
  }));
  const all = [...found, ...old].filter(({ address }) => address !== '');
  return [...all.filter(({ inside }) => inside), ...all.filter(({ inside }) => !inside)].map((one) => ({
    interface: one.interface,
    address: one.address,
  }));
}

export function dnsIn(result: Json | undefined): DnsAnswer {
  const dns = member(result, 'dns');
  return {
    servers: texts(member(dns, 'nameservers')),
    searches: texts(member(dns, 'search')),
    options: texts(member(dns, 'options')),
  };
}

/** The ends on the host of pairs of links; not the bridge, which is everybody's. */
export const hostLinksIn = (result: Json | undefined): readonly HostLink[] =>
  objects(member(result, 'interfaces'))
    .filter((link) => !isInside(link))
    .map((link) => ({ name: text(link['name']), mac: text(link['mac']) }))
    .filter(({ name, mac }) => name.startsWith('veth') && mac !== '');

const isInside = (link: JsonObject | undefined): boolean => text(link?.['sandbox']) !== '';

const plain = (address: Json | undefined): string => text(address).split('/')[0] ?? '';

const member = (json: Json | undefined, key: string): Json | undefined =>
  isJsonObject(json) ? json[key] : undefined;

const list = (json: Json | undefined): readonly Json[] =>
  Array.isArray(json) ? (json as readonly Json[]) : [];

const objects = (json: Json | undefined): readonly JsonObject[] => list(json).filter(isJsonObject);

const texts = (json: Json | undefined): readonly string[] =>
  list(json).filter((each): each is string => typeof each === 'string');

const text = (json: Json | undefined): string => (typeof json === 'string' ? json : '');
