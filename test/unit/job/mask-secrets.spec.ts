import { expect } from 'chai';

import { maskArguments, maskSpec, maskText } from '../../../src/domain/job/mask-secrets.js';
import { isSecretName } from '../../../src/domain/job/secret-names.js';
import { aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';

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
  const lessPlain = [
    'VAULT_SECRET_ID',
    'secretId',
    'ROLE.SECRETID',
    'TOKENID',
    'KEYFILE',
    'MYSQL_PWD',
    'db.pwd',
    'auth',
    'REDIS_AUTH',
  ];
  const longer = ['AUTHORIZATION', 'proxy-authorisation', 'splunk-token', '--pw', 'db_pw', 'pw'];
  for (const name of [
    ...secret,
    ...lessPlain,
    ...longer,
    'AWS_CREDENTIALS',
    'X_SIGNATURE',
    'KEYRING',
    'MY_ID_TOKEN',
  ])
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
  const nearly = [
    'PWD',
    'OLDPWD',
    'XAUTHORITY',
    'GIT_AUTHOR_EMAIL',
    'SSH_AUTH_SOCK',
    'pwned',
    'PWD_X',
    'A_PWD_X',
    'key-file',
    'key.path',
  ];
  for (const name of [
    ...plain,
    ...nearly,
    'SECRET_ID_FILE',
    'KEY_NAME',
    'PASSWORD_ENABLED',
    'TOKEN_DIRECTORY',
    'LANG',
    '',
  ])
    it(`shows what ${name || 'no name'} holds`, function () {
      expect(isSecretName(name)).to.equal(false);
    });
});

describe('maskText', function () {
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
    ['a://u:p/w@h/db', 'a://u:<masked>@h/db'],
    ['a://u:p@ss@h/db', 'a://u:<masked>@h/db'],
    ['a://db:65535/x@y', 'a://db:65535/x@y'],
    ['a://db:80?x@y', 'a://db:80?x@y'],
    ['a://u:123456/x@h', 'a://u:<masked>@h'],
    ['a://h/?token=x&b=1', 'a://h/?token=<masked>&b=1'],
    ['username=u,password=hunter2', 'username=u,password=<masked>'],
    ['PASSWORD=x run --token=y; b', 'PASSWORD=<masked> run --token=<masked>; b'],
    [`A_KEY="b c" B_KEY='d e'f C=g`, 'A_KEY=<masked> B_KEY=<masked>f C=g'],
    ['KEY= x', 'KEY= x'],
    ['C="a_KEY=x y"', 'C="a_KEY=<masked> y"'],
    ['a b=c', 'a b=c'],
  ];
  for (const [text, masked] of texts) {
    it(`shows ${masked}`, function () {
      expect(maskText(text)).to.equal(masked);
    });
  }
});

describe('maskArguments', function () {
  const lines: readonly (readonly [readonly string[], readonly string[]])[] = [
    [['-token=x'], ['-token=<masked>']],
    [['x--token=y'], ['x--token=<masked>']],
    [['--pw=x'], ['--pw=<masked>']],
    [
      ['env', 'DB_PASSWORD=hunter2 and more', 'x'],
      ['env', 'DB_PASSWORD=<masked>', 'x'],
    ],
    [
      ['-c', 'exec env DB_PASSWORD=hunter2 run'],
      ['-c', 'exec env DB_PASSWORD=<masked> run'],
    ],
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
    [['PASSWORD=x'], ['PASSWORD=<masked>']],
    [['PASSWORD='], ['PASSWORD=']],
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
  it('hides what is secret in maps of every depth and on command lines, and nothing else', function () {
    const spec = {
      image: 'a',
      environment: { KEY: 'x', A: 'b', EMPTY_TOKEN: '', URL: 'a://b:c@d' },
      labels: { token: 'x' },
      command: ['--token=x'],
      entrypoint: ['a', '--password', 'x'],
      limits: { memoryBytes: 1 },
      mounts: [{ kind: 'volume', making: { driverOptions: { o: 'username=u,password=hunter2' } } }],
      logging: { driver: 'splunk', options: { 'splunk-token': 'x', 'splunk-url': 'y' } },
      storageOptions: { key: 'x', size: '1G' },
      user: undefined,
    };
    expect(maskSpec(spec)).to.deep.equal({
      ...spec,
      environment: { KEY: '<masked>', A: 'b', EMPTY_TOKEN: '', URL: 'a://b:<masked>@d' },
      labels: { token: '<masked>' },
      command: ['--token=<masked>'],
      entrypoint: ['a', '--password', '<masked>'],
      mounts: [{ kind: 'volume', making: { driverOptions: { o: 'username=u,password=<masked>' } } }],
      logging: { driver: 'splunk', options: { 'splunk-token': '<masked>', 'splunk-url': 'y' } },
      storageOptions: { key: '<masked>', size: '1G' },
    });
  });

  it('hides what a name gave away wherever else it stands', function () {
    const spec = {
      environment: { A_KEY: 'open', B_KEY: 'open sesame', C: 'say open sesame' },
      labels: { x: 'open' },
      command: ['-popen sesame', 'unopened'],
      mounts: [{ source: '/srv/open', options: [['open']] }],
    };
    expect(maskSpec(spec)).to.deep.equal({
      environment: { A_KEY: '<masked>', B_KEY: '<masked>', C: 'say <masked>' },
      labels: { x: '<masked>' },
      command: ['-p<masked>', 'un<masked>ed'],
      mounts: [{ source: '/srv/<masked>', options: [['<masked>']] }],
    });
  });

  it('hides what a name in a list of maps gave away, also beside what is no text', function () {
    const mounts = [{ making: { driverOptions: { secret: 'sesame', wait: 'falsehood' } } }, 'sesame', null];
    expect(
      maskSpec({ mounts, command: ['sesame'], labels: { KEY: 'untrue' }, user: 'untrue' }),
    ).to.deep.equal({
      mounts: [{ making: { driverOptions: { secret: '<masked>', wait: 'falsehood' } } }, '<masked>', null],
      command: ['<masked>'],
      labels: { KEY: '<masked>' },
      user: '<masked>',
    });
  });

  it('shows elsewhere what is too short for a secret, or a switch', function () {
    const rest = { command: ['1', '123', 'true', 'a', 'FALSE'], pids: 123 };
    const environment = { A_TOKEN: '1', B_TOKEN: '123', C_TOKEN: 'true', D_TOKEN: 'FALSE' };
    expect(maskSpec({ ...rest, environment })).to.deep.include(rest);
  });

  for (const [kind, spec] of Object.entries({ container: aContainerSpec(), process: aProcessSpec() }))
    it(`shows a ${kind} that has no secrets as it is`, function () {
      expect(maskSpec(spec)).to.deep.equal(spec);
    });
});
