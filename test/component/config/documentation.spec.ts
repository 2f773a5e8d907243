import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { loadSettings } from '../../../src/app/config/load-settings.js';
import type { JsonObject } from '../../../src/domain/shared/json.js';
import { settingsRows } from './settings-rows.js';
import { someInputs } from './some-inputs.js';

const document = fileURLToPath(new URL('../../../../docs/configuration.md', import.meta.url));

describe('docs/configuration.md', () => {
  let lines: readonly string[];

  before(async () => {
    lines = (await readFile(document, 'utf8')).split('\n');
  });

  it('has a row for every key, with its type, default, variable, flag and meaning', () => {
    const start = lines.findIndex((line) => line.startsWith('| key'));
    const end = lines.indexOf('', start);
    expect(lines.slice(start + 2, end)).to.deep.equal(settingsRows());
  });

  it('shows a file that loads', () => {
    const start = lines.indexOf('```json');
    const example = lines.slice(start + 1, lines.indexOf('```', start)).join('\n');
    const loaded = loadSettings(someInputs({ file: JSON.parse(example) as JsonObject }));
    expect(loaded).to.have.property('ok', true);
  });
});
