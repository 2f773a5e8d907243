import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { wharf } from './wharf.js';

describe('what the command line says of settings and variables', () => {
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'wharf-cli-'));
    await writeFile(join(directory, 'wharf.json'), '{"state_dir": "/file", "run_dir": "/file"}');
  });

  after(() => rm(directory, { recursive: true }));

  it('wins in the order in which it is said, before or after the command', async () => {
    const argv = [
      '--state-dir',
      '/a',
      'run',
      'job',
      '--set',
      'state_dir=/b',
      '--run-dir=/c',
      '-log-level',
      'info',
    ];
    const { status, settings } = wharf(argv, { environment: { WHARF_STATE_DIR: '/env' } });
    expect(await status).to.equal(0);
    expect(settings).to.have.lengthOf(1);
    expect(settings[0]).to.include({ stateDirectory: '/b', runDirectory: '/c' });
    expect(settings[0]?.log.level).to.equal('info');
  });

  for (const [how, argv, environment] of [
    ['--config', (file: string) => ['--config', file], () => ({})],
    ['WHARF_CONFIG', () => [], (file: string) => ({ WHARF_CONFIG: file })],
  ] as const)
    it(`reads the file that ${how} names`, async () => {
      const file = join(directory, 'wharf.json');
      const { status, settings } = wharf(['run', 'job', '--run-dir', '/flag', ...argv(file)], {
        environment: environment(file),
      });
      expect(await status).to.equal(0);
      expect(settings[0]).to.include({ stateDirectory: '/file', runDirectory: '/flag' });
    });

  it('ends with 125 and all that is wrong, before an app is opened', async () => {
    const { status, stderr, settings } = wharf([
      ...['run', 'job', '--set', 'docker.enabeld=true', '--state-dir', 'here'],
      ...['--host-volume', 'x', '--config', join(directory, 'gone.json')],
    ]);
    expect(await status).to.equal(125);
    expect(stderr.text).to.include(`gone.json can't be read: ENOENT`).and.include('leave --config away');
    const second = wharf([
      'run',
      'job',
      '--set',
      'docker.enabeld=true',
      '--state-dir',
      'here',
      '--host-volume',
      'x',
    ]);
    expect(await second.status).to.equal(125);
    expect(second.stderr.lines).to.deep.equal([
      '--set docker.enabeld is not known here (did you mean "docker.enabled"?)',
      '--state-dir must be an absolute path, not "here"',
      '--host-volume must be NAME=PATH or NAME=PATH:ro, not "x"',
    ]);
    expect([...settings, ...second.settings]).to.deep.equal([]);
  });

  it('mounts volumes of the host', async () => {
    const { status, settings } = wharf([
      'run',
      'job',
      '--host-volume',
      'a=/srv/a:ro',
      '-host-volume=b=/srv/b',
    ]);
    expect(await status).to.equal(0);
    expect(settings[0]?.hostVolumes).to.deep.equal({
      a: { path: '/srv/a', readOnly: true },
      b: { path: '/srv/b', readOnly: false },
    });
  });

  it('takes variables with one dash as Nomad has them, and with two', async () => {
    const { status, app } = wharf(
      [
        'run',
        '-var',
        'a=1',
        '--var',
        'b=x=y',
        '-var=a=2',
        '-var-file',
        'v.hcl',
        '--var-file=w.hcl',
        'job.hcl',
      ],
      { environment: { WHARF_VAR_c: '3' } },
    );
    expect(await status).to.equal(0);
    expect(app.sources).to.deep.equal([
      {
        path: 'job.hcl',
        variables: { a: '2', b: 'x=y' },
        variableFiles: ['v.hcl', 'w.hcl'],
        environment: { WHARF_VAR_c: '3' },
      },
    ]);
  });
});
