import { isJsonObject, type Json } from '../shared/json.js';
import { isSecretName } from './secret-names.js';

const masked = '<masked>';
/** Shorter ones stand everywhere by chance, and are no secrets worth the name. */
const shortestSecret = 4;

/**
 * A spec that can be shown. Masked is what its name gives away as a secret, in maps and on command lines; the passwords
 * of URLs; and, wherever else it stands, what a name gave away.
 */
export function maskSpec(spec: object): object {
  const secrets = secretsIn(spec as Json).sort((a, b) => b.length - a.length);
  return maskValue('', spec as Json, secrets) as object;
}

function maskValue(name: string, value: Json, secrets: readonly string[]): Json {
  if (typeof value === 'string') return isHidden(name, value) ? masked : maskText(without(value, secrets));
  if (Array.isArray(value)) return maskList(value as readonly Json[], secrets);
  if (!isJsonObject(value)) return value;
  const shown = Object.entries(value).map(([key, item]) => [
    key,
    item === undefined ? undefined : maskValue(key, item, secrets),
  ]);
  return Object.fromEntries(shown) as Json;
}

const isHidden = (name: string, value: string): boolean => value !== '' && isSecretName(name);

const maskList = (items: readonly Json[], secrets: readonly string[]): Json =>
  items.every((item) => typeof item === 'string')
    ? maskArguments(items.map((word) => without(word, secrets)))
    : items.map((item) => maskValue('', item, secrets));

/** What names give away in a spec's maps. A switch such as `ALLOW_EMPTY_PASSWORD=true` tells nothing elsewhere. */
function secretsIn(value: Json): string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(secretsIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, item = null]) => {
    if (typeof item !== 'string') return secretsIn(item);
    const spreads = item.length >= shortestSecret && !/^(?:true|false)$/i.test(item);
    return spreads && isSecretName(name) ? [item] : [];
  });
}

const without = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((shown, secret) => shown.replaceAll(secret, masked), text);

/** A command line that can be shown: `--password=x`, `PASSWORD=x` and `--token x` lose their value. */
export const maskArguments = (words: readonly string[]): readonly string[] =>
  words.map((word, index) => {
    if (isSecretFlag(words[index - 1] ?? '') && !word.startsWith('-')) return masked;
    const [, name] = /^([\w.-]+)=./.exec(word) ?? [];
    return name !== undefined && isSecretName(name) ? `${name}=${masked}` : maskText(word);
  });

const isSecretFlag = (word: string): boolean => /^--?[\w.-]+$/.test(word) && isSecretName(word);

/** Text in which the passwords of URLs and the values of `password=x` are masked. */
export const maskText = (text: string): string => maskAssignments(maskUrls(text));

/** A password may hold a slash, but digits and a slash are the port of a host. */
const passwordInUrl = /\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):(?:[^\s/?#]+|(?!\d{1,5}[/?#])[^\s@]+)@/gi;

const maskUrls = (text: string): string => text.replace(passwordInUrl, `$1:${masked}@`);

const assignedName = /(?<![\w.-])([\w.-]+)=/g;
const assignedValue = /^(?:"[^"]*"|'[^']*'|[^\s"'&;]+)/;

/** From the last one on, so that the places of those before it stay what they are. */
const maskAssignments = (text: string): string =>
  [...text.matchAll(assignedName)].reduceRight((shown, match) => {
    const [whole, name = ''] = match;
    if (!isSecretName(name)) return shown;
    const end = match.index + whole.length;
    return shown.slice(0, end) + shown.slice(end).replace(assignedValue, masked);
  }, text);
