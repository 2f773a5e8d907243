import { isIP } from 'node:net';

import { toCount, toInteger, toText } from '../evaluation/convert.js';
import { HclError } from '../syntax/hcl-error.js';
import { atLeast, exactly, type FunctionTable } from './function-table.js';

export const addressFunctions: FunctionTable = {
  cidrhost: exactly(2, (prefix, host) => hostOf(parse(toText(prefix)), toInteger(host))),
  cidrnetmask: exactly(1, (prefix) => maskOf(parse(toText(prefix)))),
  cidrsubnet: exactly(3, (prefix, newBits, number) =>
    spell(subnet(parse(toText(prefix)), toCount(newBits), toInteger(number))),
  ),
  cidrsubnets: atLeast(1, (prefix, ...newBits) => subnets(parse(toText(prefix ?? '')), newBits.map(toCount))),
};

interface Prefix {
  /** The first address of the network. */
  readonly network: bigint;
  readonly bits: number;
  /** 32 or 128. */
  readonly size: number;
}

function parse(text: string): Prefix {
  const [, address = '', length = ''] = /^([^/]+)\/(\d+)$/.exec(text) ?? [];
  const size = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const bits = Number(length);
  if (size === 0 || bits > size) throw new HclError(`can't read "${text}" as a network such as "10.0.0.0/8"`);
  const free = BigInt(size - bits);
  return { network: (numberOf(address, size) >> free) << free, bits, size };
}

function numberOf(address: string, size: number): bigint {
  if (size === 32) return address.split('.').reduce((number, part) => (number << 8n) | BigInt(part), 0n);
  const [head = '', tail] = address.replace(/\d+(?:\.\d+){3}$/, mapped).split('::');
  const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(zeros).fill('0'), ...right].reduce(
    (number, group) => (number << 16n) | BigInt(`0x${group}`),
    0n,
  );
}

/** The last four bytes of an IPv6 address, written as IPv4, in its own notation. */
const mapped = (address: string): string => {
  const number = numberOf(address, 32);
  return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
};

function addressOf(number: bigint, size: number): string {
  if (size === 32) return [24n, 16n, 8n, 0n].map((shift) => ((number >> shift) & 255n).toString()).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((number >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

const spell = ({ network, bits, size }: Prefix): string => `${addressOf(network, size)}/${bits.toString()}`;

/** Negative numbers count from the end of the network. */
function hostOf({ network, bits, size }: Prefix, host: bigint): string {
  const room = 1n << BigInt(size - bits);
  const offset = host < 0n ? room + host : host;
  if (offset < 0n || offset >= room)
    throw new HclError(`asks for host ${host.toString()} of a network that has ${room.toString()}`);
  return addressOf(network + offset, size);
}

function maskOf({ bits, size }: Prefix): string {
  if (size !== 32) throw new HclError('takes IPv4 networks only');
  return addressOf(((1n << BigInt(bits)) - 1n) << BigInt(size - bits), size);
}

function subnet({ network, bits, size }: Prefix, newBits: number, number: bigint): Prefix {
  const length = bits + newBits;
  if (length > size || number < 0n || number >= 1n << BigInt(newBits))
    throw new HclError(`has no subnet ${number.toString()} with ${newBits.toString()} bits more`);
  return { network: network + (number << BigInt(size - length)), bits: length, size };
}

/** Subnets one after another, each beginning at a multiple of its own size. */
function subnets(prefix: Prefix, newBits: readonly number[]): readonly string[] {
  const end = prefix.network + (1n << BigInt(prefix.size - prefix.bits));
  let next = prefix.network;
  return newBits.map((more) => {
    if (more === 0 || prefix.bits + more > prefix.size)
      throw new HclError(`has no subnet with ${more.toString()} bits more`);
    const room = 1n << BigInt(prefix.size - prefix.bits - more);
    const network = ((next + room - 1n) / room) * room;
    next = network + room;
    if (next > end) throw new HclError('has no room for all of these subnets');
    return spell({ network, bits: prefix.bits + more, size: prefix.size });
  });
}
