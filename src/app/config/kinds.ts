import { allCapabilities } from '../../domain/drivers/capabilities.js';
import { formatDuration, parseDuration } from '../../domain/shared/duration.js';
import type { Json } from '../../domain/shared/json.js';
import { isIpv4Subnet } from '../../domain/shared/addresses.js';
import { isAbsolute } from '../../domain/shared/path.js';

/** A type that settings have. */
export interface Kind<T> {
  /** Unique among kinds. */
  readonly name: string;
  /** In words that follow "must be". */
  readonly expects: string;
  /** Reads what a file says, or the text that stands in the environment or in a flag; undefined: it is none of these. */
  readonly read: (raw: Json) => T | undefined;
  /** Whether a value that was read, or text that could not be, is one. */
  readonly holds: (value: unknown) => boolean;
}

export const toggle: Kind<boolean> = {
  name: 'true or false',
  expects: 'true or false',
  read: (raw) => {
    if (raw === true || raw === 'true') return true;
    return raw === false || raw === 'false' ? false : undefined;
  },
  holds: (value) => typeof value === 'boolean',
};

export const count: Kind<number> = {
  name: 'whole number',
  expects: 'a whole number, 0 or more',
  read: (raw) => {
    const spelt = typeof raw === 'string' && /^\d+$/.test(raw) ? Number(raw) : raw;
    return isCount(spelt) ? spelt : undefined;
  },
  holds: (value) => isCount(value),
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Milliseconds, of at least `min`. A bare number is none: it does not say of what. */
export const duration = (min: number): Kind<number> => ({
  name: `duration, ${formatDuration(min)} or more`,
  expects: `a duration of ${formatDuration(min)} or more, such as "3m" or "1h30m"`,
  read: (raw) => {
    const ms = typeof raw === 'string' ? parseDuration(raw) : undefined;
    return ms !== undefined && ms >= min ? ms : undefined;
  },
  holds: (value) => typeof value === 'number' && value >= min,
});

const text = (name: string, expects: string, admits: (text: string) => boolean): Kind<string> => {
  const read = (raw: unknown): string | undefined =>
    typeof raw === 'string' && admits(raw) ? raw : undefined;
  return { name, expects, read, holds: (value) => read(value) !== undefined };
};

export const path = text('absolute path', 'an absolute path', isAbsolute);

/** Empty text says: none. */
export const pathOrNone = text(
  'absolute path or empty',
  'an absolute path',
  (p) => p === '' || isAbsolute(p),
);

export const userName = text('user', 'the name or the number of a user', (name) => /^\S+$/.test(name));

/** Empty text says: none. */
export const groupOrNone = text('group or empty', 'the name or the number of a group', (name) =>
  /^\S*$/.test(name),
);

const judgedUrl = text('URL', 'a URL such as "unix:///var/run/docker.sock"', (u) =>
  /^[a-z]+:\/\/\S+$/.test(u),
);

/** A default that another program's variable gives is held without being judged. */
export const url: Kind<string> = { ...judgedUrl, holds: (value) => typeof value === 'string' };

export function choice<const Word extends string>(...words: readonly Word[]): Kind<Word> {
  const read = (raw: unknown): Word | undefined => words.find((word) => word === raw);
  const listed = words.map((word) => `"${word}"`).join(', ');
  return {
    name: words.join(' | '),
    expects: `one of ${listed}`,
    read,
    holds: (value) => read(value) !== undefined,
  };
}

/** In text the items stand between commas. */
export function listOf(item: Kind<string>): Kind<readonly string[]> {
  return {
    name: `list of: ${item.name}`,
    expects: `a list in which each item is ${item.expects}`,
    read: (raw) => {
      const items: unknown = typeof raw === 'string' ? splitAtCommas(raw) : raw;
      return Array.isArray(items) ? readAll(items as readonly Json[], item) : undefined;
    },
    holds: (value) => Array.isArray(value) && value.every(item.holds),
  };
}

const splitAtCommas = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function readAll(items: readonly Json[], item: Kind<string>): readonly string[] | undefined {
  const read = items.map(item.read).filter((value) => value !== undefined);
  return read.length === items.length ? read : undefined;
}

export const word = text('word', 'a word', (w) => /^\S+$/.test(w));

/** No longer than the kernel takes, and nobody else's: what bears such a name is ours. */
export const bridgeName = text(
  'name of a bridge',
  'a name that begins with "wharf" and has at most 15 characters: letters, digits, and -',
  (name) => /^wharf[a-z\d-]{0,10}$/i.test(name),
);

/** With room for a bridge and a few groups. */
export const subnet = text('IPv4 subnet', 'an IPv4 subnet such as "172.26.64.0/20", of /8 to /29', (net) =>
  isIpv4Subnet(net, { from: 8, to: 29 }),
);

const capabilityNames = ['all', ...allCapabilities];

/** `CAP_NET_RAW` and `net_raw` are one. */
export const capability: Kind<string> = {
  ...text('capability', 'a capability such as "net_raw", or "all"', (name) => capabilityNames.includes(name)),
  read: (raw) => {
    const name = typeof raw === 'string' ? raw.toLowerCase().replace(/^cap_/, '') : '';
    return capabilityNames.includes(name) ? name : undefined;
  },
};
