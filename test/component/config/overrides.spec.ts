import { expect } from 'chai';
import fc from 'fast-check';

import { loadSettings } from '../../../src/app/config/load-settings.js';
import {
  type SettingKey,
  settingKeys,
  settingOf,
  variableOf,
} from '../../../src/app/config/settings-table.js';
import { stack } from '../../../src/app/config/layers.js';
import { fromEnvironment, fromFile, fromFlags } from '../../../src/app/config/settings-source.js';
import type { Json, JsonObject } from '../../../src/domain/shared/json.js';
import { setFlag, someInputs } from './some-inputs.js';

/** Text that some kinds take and others refuse. */
const text = fc.constantFrom(
  'true',
  'false',
  '0',
  '17',
  '3m',
  '/a/b',
  'a,b',
  'auto',
  'host',
  'info',
  'x://y',
  ' ',
  '${x}',
);
const overrides = fc.dictionary(fc.constantFrom(...settingKeys), text, { maxKeys: 8 });

const account = { uid: 0, home: '/root', environment: {} };

function nested(flat: Readonly<Record<string, string>>): JsonObject {
  const root: Record<string, Json> = {};
  for (const [key, value] of Object.entries(flat)) {
    const names = key.split('.');
    const last = names.pop() ?? '';
    const block = names.reduce<Record<string, Json>>(
      (at, name) => (at[name] ??= {}) as Record<string, Json>,
      root,
    );
    block[last] = value;
  }
  return root;
}

const variables = (flat: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(flat).map(([key, value]) => [variableOf(key), value]));

describe('overriding settings', () => {
  it('takes each key from the last source that names it, and leaves the others alone', () => {
    fc.assert(
      fc.property(overrides, overrides, overrides, (file, environment, flags) => {
        const sources = [
          fromFile('f', nested(file)),
          fromEnvironment(variables(environment)),
          fromFlags(Object.entries(flags).map(([key, value]) => setFlag(key, value))),
        ];
        const values = stack(account, sources);
        const defaults = stack(account, []);
        for (const key of settingKeys) {
          const said = [flags[key], environment[key], file[key]]
            .map((raw) => (raw === undefined ? undefined : settingOf(key).kind.read(raw)))
            .find((value) => value !== undefined);
          expect(values[key]).to.deep.equal(said ?? defaults[key]);
        }
      }),
    );
  });

  it('loads exactly when no value is of the wrong kind, and blames each that is', () => {
    fc.assert(
      fc.property(overrides, overrides, (file, environment) => {
        const wrong = (flat: Readonly<Record<string, string>>): readonly string[] =>
          Object.keys(flat).filter(
            (key) => settingOf(key as SettingKey).kind.read(flat[key] ?? '') === undefined,
          );
        const loaded = loadSettings(someInputs({ file: nested(file), environment: variables(environment) }));
        const blamed = loaded.ok ? [] : loaded.error.map(({ path }) => path);
        expect(blamed).to.have.members([
          ...wrong(file).map((key) => `wharf.json: ${key}`),
          ...wrong(environment).map(variableOf),
        ]);
      }),
    );
  });

  it('reads no variable and no argument but those it was given', () => {
    const before = process.env['WHARF_STATE_DIR'];
    process.env['WHARF_STATE_DIR'] = '/ambient';
    try {
      expect(stack(account, []).state_dir).to.equal('/var/lib/wharfinger');
    } finally {
      if (before === undefined) delete process.env['WHARF_STATE_DIR'];
      else process.env['WHARF_STATE_DIR'] = before;
    }
  });
});
