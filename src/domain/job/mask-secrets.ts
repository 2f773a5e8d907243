import type { Json } from '../shared/json.js';

const masked = '<masked>';
const telling = /PASS|SECRET|TOKEN|KEY|CREDENTIAL|PRIVATE|SIGNATURE/i;
/** Names of places and switches, which are no secrets themselves: `NOMAD_SECRETS_DIR`, `TLS_KEY_FILE`. */
const harmless = /(?:DIR|DIRECTORY|FILE|PATH|NAME|ID|TTL|ENABLED)$/i;

/** Whether a name says that its value should not be shown. */
export const isSecretName = (name: string): boolean => telling.test(name) && !harmless.test(name);

/** An environment that can be shown: what its name gives away as a secret is masked, and passwords in URLs are. */
export const maskEnvironment = (
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      isSecretName(name) && value !== '' ? masked : maskUrls(value),
    ]),
  );

/** Text with the passwords of its URLs masked. */
export const maskUrls = (text: string): string =>
  text.replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi, `$1:${masked}@`);

/** A command line that can be shown: `--password=x` and `--token x` lose their value. */
export const maskArguments = (words: readonly string[]): readonly string[] =>
  words.map((word, index) => {
    if (isSecretFlag(words[index - 1] ?? '') && !word.startsWith('-')) return masked;
    const [, flag] = /^(--?[\w.-]+)=./.exec(word) ?? [];
    return flag !== undefined && isSecretName(flag) ? `${flag}=${masked}` : maskUrls(word);
  });

const isSecretFlag = (word: string): boolean => /^--?[\w.-]+$/.test(word) && isSecretName(word);

/** A spec that can be shown: its environment, labels and command lines are masked, the rest is as it is. */
export function maskSpec(spec: object): object {
  const shown = Object.entries(spec).map(([key, value]: [string, Json]) => [key, maskEntry(key, value)]);
  return Object.fromEntries(shown) as object;
}

function maskEntry(key: string, value: Json): Json {
  if (key === 'environment' || key === 'labels') return maskEnvironment(value as Record<string, string>);
  if (key === 'command' || key === 'entrypoint')
    return Array.isArray(value) ? maskArguments(value as readonly string[]) : value;
  return value;
}
