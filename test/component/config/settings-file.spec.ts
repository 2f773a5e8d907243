import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readSettingsFile } from '../../../src/app/config/settings-file.js';
import { valueOf } from '../../../src/testing/expect-result.js';

describe('reading the file of settings', () => {
  let home: string;
  const account = (): Parameters<typeof readSettingsFile>[1] => ({ uid: 1000, home, environment: {} });

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'wharf-settings-'));
  });

  afterEach(() => rm(home, { recursive: true }));

  it('takes what lies at the place of the account', async () => {
    const directory = join(home, '.config/wharfinger');
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'wharf.json'), '{"run_dir": "/r"}');
    const file = valueOf(await readSettingsFile(undefined, account()));
    expect(file).to.deep.equal({ path: join(directory, 'wharf.json'), content: { run_dir: '/r' } });
  });

  it('does without one that nobody named', async () => {
    expect(valueOf(await readSettingsFile(undefined, account()))).to.equal(undefined);
  });

  it('does not do without one that was named', async () => {
    const read = await readSettingsFile(join(home, 'gone.json'), account());
    expect(read).to.have.nested.property(
      'error[0].suggestion',
      'name a file that exists, or leave --config away',
    );
  });

  for (const [what, text, message] of [
    ['is cut off', '{"log": ', /^is not JSON: /],
    ['is no object', '[1]', /^must be one JSON object/],
  ] as const)
    it(`refuses one that ${what}`, async () => {
      const path = join(home, 'wharf.json');
      await writeFile(path, text);
      const read = await readSettingsFile(path, account());
      expect(read).to.have.nested.property('error[0].path', path);
      expect(read.ok ? '' : read.error[0]?.message).to.match(message);
    });
});
