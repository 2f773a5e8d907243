import convict from 'convict';
import type { Json } from '../../domain/shared/json.js';
import type { Account } from './account.js';
import {
  type Setting,
  type SettingKey,
  settingKeys,
  settingOf,
  type SettingValues,
} from './settings-table.js';
import type { Source } from './settings-source.js';

/**
 * The value of every key: what the last of the sources says that names it, otherwise its default.
 *
 * All sources were judged before, each value at the place where a person finds it: convict only stacks them. It is given
 * neither environment nor arguments of its own, and what it still refuses would be a slip in the table.
 */
export function stack(account: Account, sources: readonly Source[]): SettingValues {
  const config = convict(schemaFor(account), { env: {}, args: [] });
  for (const { values } of sources) {
    for (const [key, raw] of values) config.set(key, settingOf(key).kind.read(raw));
  }
  config.validate({ allowed: 'strict' });
  return Object.fromEntries(settingKeys.map((key) => [key, config.get(key)])) as SettingValues;
}

type Schema = convict.Schema<Record<string, unknown>>;

function schemaFor(account: Account): Schema {
  const schema: Record<string, unknown> = {};
  for (const key of settingKeys) place(schema, key.split('.'), leafOf(key, account));
  return schema as Schema;
}

function leafOf(key: SettingKey, account: Account): convict.SchemaObj<Json> {
  const { kind, fallback, meaning } = settingOf(key);
  const text = typeof fallback === 'string' ? fallback : fallback(account);
  return { doc: meaning, format: register(kind), default: text };
}

/** convict knows formats by name and for the whole process, so a name must always mean the same kind. */
function register({ name, expects, read, holds }: Setting<unknown>['kind']): string {
  convict.addFormat({
    name,
    coerce: (text: string) => read(text) ?? text,
    validate: (value: unknown) => {
      if (!holds(value)) throw new Error(`must be ${expects}`);
    },
  });
  return name;
}

function place(block: Record<string, unknown>, [name = '', ...rest]: readonly string[], leaf: unknown): void {
  if (rest.length === 0) {
    block[name] = leaf;
    return;
  }
  const below = (block[name] ?? {}) as Record<string, unknown>;
  block[name] = below;
  place(below, rest, leaf);
}
