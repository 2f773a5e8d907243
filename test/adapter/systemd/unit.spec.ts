import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { loadSettings } from '../../../src/app/config/load-settings.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const file = fileURLToPath(new URL('../../../../packaging/wharf-agent.service', import.meta.url));

describe('packaging/wharf-agent.service', () => {
  let unit: string;
  let directory: TemporaryDirectory;

  before(async () => {
    unit = await readFile(file, 'utf8');
    directory = await temporaryDirectory();
  });

  after(() => directory.remove());

  it('is a unit that systemd understands', async () => {
    const path = join(directory.path, 'wharf-agent.service');
    // The program need not be installed here.
    await writeFile(path, unit.replace('ExecStart=wharf agent', 'ExecStart=/bin/true'));
    const { stdout, stderr } = await promisify(execFile)('systemd-analyze', ['verify', path]);
    expect(stdout + stderr).to.equal('');
  });

  it('gives the agent the directories that it looks for as root', () => {
    const account = { uid: 0, home: '/root', environment: {} };
    const settings = valueOf(loadSettings({ account, file: undefined, flags: [], hostVolumes: [] }));
    expect(`/run/${valueIn('RuntimeDirectory')}`).to.equal(settings.runDirectory);
    expect(`/var/lib/${valueIn('StateDirectory')}`).to.equal(settings.stateDirectory);
  });

  for (const [key, value, why] of [
    ['KillMode', 'process', 'tasks outlive the agent'],
    ['RuntimeDirectoryPreserve', 'yes', 'what tasks need in it outlives the agent'],
    ['Delegate', 'yes', 'it makes cgroups'],
    ['Type', 'notify', 'it says when it can be asked'],
    ['NotifyAccess', 'main', 'no task can speak for it'],
    ['Restart', 'always', 'it comes back'],
  ] as const)
    it(`sets ${key}=${value}: ${why}`, () => {
      expect(valueIn(key)).to.equal(value);
    });

  for (const key of [
    'ProtectSystem',
    'ProtectHome',
    'PrivateTmp',
    'PrivateMounts',
    'MountFlags',
    'ReadOnlyPaths',
  ])
    it(`does not set ${key}, which would hide the mounts of tasks from the host`, () => {
      expect(unit).not.to.match(new RegExp(`^${key}=`, 'm'));
    });

  const valueIn = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? '';
});
