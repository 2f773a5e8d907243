import { expect } from 'chai';
import { readFile } from 'node:fs/promises';

import { FakeOutlet } from './fake-outlet.js';
import { wharf } from './wharf.js';

describe('the command line', () => {
  for (const [argv, complaint] of [
    [['rnu'], ["wharf: unknown command 'rnu'", '(Did you mean run?)']],
    [['run'], ["wharf: missing required argument 'job'"]],
    [['run', 'a', 'b'], ["wharf: too many arguments for 'run'. Expected 1 argument but got 2."]],
    [
      ['run', 'a', '--vra', 'x=y'],
      ["wharf: unknown option '--vra'", '(Did you mean --var?)'],
    ],
    [
      ['run', 'a', '-vra', 'x=y'],
      ["wharf: unknown option '--vra'", '(Did you mean --var?)'],
    ],
    [
      ['run', 'a', '--var', 'x'],
      ["wharf: option '--var <name=value>' argument 'x' is invalid. It must be NAME=VALUE."],
    ],
    [['run', 'a', '--var'], ["wharf: option '--var <name=value>' argument missing"]],
    [
      ['run', 'a', '--output', 'yaml'],
      ["wharf: option '--output <form>' argument 'yaml' is invalid. Allowed choices are text, json."],
    ],
  ] as const)
    it(`ends \`wharf ${argv.join(' ')}\` with 125 and a word on how it is meant`, async () => {
      const { status, stdout, stderr, settings } = wharf(argv);
      expect(await status).to.equal(125);
      expect(stderr.lines).to.deep.equal(complaint);
      expect(stdout.text).to.equal('');
      expect(settings).to.deep.equal([]);
    });

  for (const argv of [[], ['--help'], ['-h'], ['-help'], ['help']])
    it(`shows its commands and an example for \`wharf ${argv.join(' ')}\``, async () => {
      const { status, stdout, stderr } = wharf(argv);
      expect(await status).to.equal(0);
      for (const command of [
        'run',
        'validate',
        'plan',
        'doctor',
        'version',
        'ps',
        'logs',
        'exec',
        'reconcile',
      ])
        expect(stdout.text).to.match(new RegExp(`^  ${command} `, 'm'));
      expect(stdout.text).to.include('wharf run examples/hello.nomad.hcl');
      expect(stderr.text).to.equal('');
    });

  for (const argv of [
    ['run', '--help'],
    ['help', 'run'],
    ['run', 'a', '-h'],
  ])
    it(`shows options, exit statuses and an example for \`wharf ${argv.join(' ')}\``, async () => {
      const { status, stdout } = wharf(argv);
      expect(await status).to.equal(0);
      expect(stdout.text).to.include('--var <name=value>').and.include('--state-dir <dir>');
      expect(stdout.text).to.include('with 125 when wharf itself failed').and.include('Example:');
    });

  it('ends well when nobody reads its help to the end', async () => {
    const stdout = new FakeOutlet();
    const { status, stderr } = wharf(['--help'], { stdout });
    stdout.leave();
    expect([await status, stderr.text]).to.deep.equal([0, '']);
  });

  it('says its version, for people and for programs', async () => {
    const file = new URL('../../../../package.json', import.meta.url);
    const { version } = JSON.parse(await readFile(file, 'utf8')) as { version: string };
    const forPeople = wharf(['version']);
    expect(await forPeople.status).to.equal(0);
    expect(forPeople.stdout.text).to.match(new RegExp(`^wharf ${version} \\(Node [\\d.]+, linux \\w+\\)\n$`));
    const forPrograms = wharf(['version', '--output', 'json']);
    expect(await forPrograms.status).to.equal(0);
    expect(JSON.parse(forPrograms.stdout.text)).to.include({ version });
  });
});
