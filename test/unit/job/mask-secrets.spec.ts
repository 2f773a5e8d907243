import { expect } from 'chai';

import {
  isSecretName,
  maskArguments,
  maskEnvironment,
  maskSpec,
  maskUrls,
} from '../../../src/domain/job/mask-secrets.js';

describe('isSecretName', function () {
  const secret = [
    'DB_PASSWORD',
    'PGPASS',
    'passphrase',
    'CLIENT_SECRET',
    'apiToken',
    'API_KEY',
    'KEY',
    'SSH_PRIVATE',
  ];
  for (const name of [...secret, 'AWS_CREDENTIALS', 'X_SIGNATURE', 'KEYRING', 'MY_ID_TOKEN'])
    it(`hides what ${name} holds`, function () {
      expect(isSecretName(name)).to.equal(true);
    });

  const plain = [
    'PATH',
    'HOME',
    'NOMAD_SECRETS_DIR',
    'TLS_KEY_FILE',
    'SECRET_PATH',
    'AWS_ACCESS_KEY_ID',
    'TOKEN_TTL',
  ];
  for (const name of [...plain, 'KEY_NAME', 'PASSWORD_ENABLED', 'TOKEN_DIRECTORY', 'LANG', ''])
    it(`shows what ${name || 'no name'} holds`, function () {
      expect(isSecretName(name)).to.equal(false);
    });
});

describe('maskUrls', function () {
  const texts: readonly (readonly [string, string])[] = [
    ['postgres://me:hunter2@db/x', 'postgres://me:<masked>@db/x'],
    ['https://:pw@db', 'https://:<masked>@db'],
    ['a redis://u:p@h:1 b s3+x://k:s@t', 'a redis://u:<masked>@h:1 b s3+x://k:<masked>@t'],
    ['https://me@db', 'https://me@db'],
    ['https://db:5432/x@y', 'https://db:5432/x@y'],
    ['https://db:5432/x', 'https://db:5432/x'],
    ['https://a b:c@d', 'https://a b:c@d'],
    ['me:pw@db', 'me:pw@db'],
    ['HTTP://u:p@h', 'HTTP://u:<masked>@h'],
  ];
  for (const [text, masked] of texts) {
    it(`shows ${masked}`, function () {
      expect(maskUrls(text)).to.equal(masked);
    });
  }
});

describe('maskEnvironment', function () {
  it('hides by name, hides passwords in URLs, and shows the rest', function () {
    const environment = { API_TOKEN: 'x', EMPTY_TOKEN: '', URL: 'a://b:c@d', PATH: '/bin' };
    expect(maskEnvironment(environment)).to.deep.equal({
      API_TOKEN: '<masked>',
      EMPTY_TOKEN: '',
      URL: 'a://b:<masked>@d',
      PATH: '/bin',
    });
  });
});

describe('maskArguments', function () {
  const lines: readonly (readonly [readonly string[], readonly string[]])[] = [
    [['-token=x'], ['-token=<masked>']],
    [['x--token=y'], ['x--token=y']],
    [
      ['x--token', 'y'],
      ['x--token', 'y'],
    ],
    [
      ['-token', 'y'],
      ['-token', '<masked>'],
    ],
    [
      ['--to ken', 'y'],
      ['--to ken', 'y'],
    ],
    [
      ['app', '--password=x', '-v'],
      ['app', '--password=<masked>', '-v'],
    ],
    [
      ['app', '--api-token', 'x', 'y'],
      ['app', '--api-token', '<masked>', 'y'],
    ],
    [
      ['app', '-token', '-v'],
      ['app', '-token', '-v'],
    ],
    [
      ['app', '--key-file=/x', '--port=1'],
      ['app', '--key-file=/x', '--port=1'],
    ],
    [
      ['app', '--key-file', '/x'],
      ['app', '--key-file', '/x'],
    ],
    [
      ['password', 'x'],
      ['password', 'x'],
    ],
    [
      ['--password=', 'x'],
      ['--password=', 'x'],
    ],
    [['--password=a=b\nc'], ['--password=<masked>']],
    [['PASSWORD=x'], ['PASSWORD=x']],
    [
      ['--url=a://b:c@d', 'a://b:c@d'],
      ['--url=a://b:<masked>@d', 'a://b:<masked>@d'],
    ],
    [[], []],
  ];
  for (const [words, shown] of lines) {
    it(`shows ${JSON.stringify(shown)}`, function () {
      expect(maskArguments(words)).to.deep.equal(shown);
    });
  }
});

describe('maskSpec', function () {
  it('hides what is secret in environment, labels and command lines, and nothing else', function () {
    const spec = {
      image: 'a',
      environment: { KEY: 'x', A: 'b' },
      labels: { token: 'x' },
      command: ['--token=x'],
      entrypoint: ['a', '--password', 'x'],
      limits: { memoryBytes: 1 },
      mounts: [{ key: 'x' }],
      user: undefined,
    };
    expect(maskSpec(spec)).to.deep.equal({
      ...spec,
      environment: { KEY: '<masked>', A: 'b' },
      labels: { token: '<masked>' },
      command: ['--token=<masked>'],
      entrypoint: ['a', '--password', '<masked>'],
    });
  });

  it('takes a command that the image has', function () {
    expect(maskSpec({ command: undefined, entrypoint: undefined })).to.deep.equal({
      command: undefined,
      entrypoint: undefined,
    });
  });
});
