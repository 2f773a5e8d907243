import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { jobText } from '../support/wharf/job-text.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const exec = (config: string, rest = ''): string => `
job "web" {
  type = "batch"
  group "api" {
    task "server" {
      driver = "exec"
      config {
        ${config}
      }
      ${rest}
    }
  }
}
`;
const docker = (config: string): string => exec(config).replace('"exec"', '"docker"');

interface BadInput {
  readonly what: string;
  readonly job: string;
  /** Place, cause and remedy, in the words a person reads. */
  readonly says: readonly (string | RegExp)[];
}

const refusedBeforeAnythingIsMade: readonly BadInput[] = [
  {
    what: 'a syntax error',
    job: 'job "web" {\n  group "api" {\n    count = = 2\n  }\n}\n',
    says: [/\d+\.nomad\.hcl:3:\d+/],
  },
  {
    what: 'an unknown key',
    job: exec('command = "/bin/true"').replace('group "api" {', 'group "api" {\n cuont = 2'),
    says: [/cuont/, /did you mean "count"/],
  },
  {
    what: 'an unknown key in a config',
    job: docker('imagee = "busybox:local"'),
    says: ['job.web.group.api.task.server.config.imagee', 'did you mean "image"?'],
  },
  {
    what: 'a wrong type',
    job: exec('command = "/bin/true"').replace('group "api" {', 'group "api" {\n count = "many"'),
    says: ['job.web.group.api.count', /whole number/],
  },
  {
    what: 'a missing image',
    job: docker(''),
    says: ['job.web.group.api.task.server.config.image', /required/],
  },
  {
    what: 'a missing command',
    job: exec(''),
    says: ['job.web.group.api.task.server.config.command', /required/],
  },
  {
    what: 'two tasks of one name',
    job: exec('command = "/bin/true"').replace(
      'task "server"',
      'task "server" {\n driver = "exec"\n config {\n command = "/bin/true"\n }\n }\n task "server"',
    ),
    says: ['job.web.group.api.task.server', /more than one task/],
  },
  {
    what: 'a volume that is not defined',
    job: exec('command = "/bin/true"', 'volume_mount {\n volume = "data"\n destination = "/data"\n }'),
    says: ['job.web.group.api.task.server.volume_mount', /"data"/, /does not define/],
  },
  {
    what: 'an unknown driver',
    job: exec('command = "/bin/true"').replace('"exec"', '"dokcer"'),
    says: ['job.web.group.api.task.server.driver', 'did you mean "docker"'],
  },
  {
    what: 'a driver that is turned off',
    job: exec('command = "/bin/true"').replace('"exec"', '"raw_exec"'),
    says: ['raw_exec.enabled'],
  },
];

function check({ says }: BadInput, status: number | undefined, said: string): void {
  expect(status, said).to.equal(125);
  for (const word of says) {
    if (typeof word === 'string') expect(said).to.include(word);
    else expect(said).to.match(word);
  }
  expect(said).not.to.match(/\n\s+at .*\.js:\d+/);
}

describe('bad input to exec', function () {
  this.timeout(120_000);
  let quay: Quay;
  before(async function () {
    quay = await quayFor('exec');
  });
  after(async function () {
    await quay.leave();
  });
  afterEach(async function () {
    await quay.expectUnchanged();
  });

  for (const bad of refusedBeforeAnythingIsMade) {
    it(`${bad.what} ends a run with 125`, async function () {
      const { status, stdout, stderr } = await quay.run(bad.job);
      check(bad, status, stdout + stderr);
    });

    it(`${bad.what} fails validation with 125`, async function () {
      const path = join(quay.directory, 'jobs', '0.nomad.hcl');
      await writeFile(path, bad.job);
      const { status, stdout, stderr } = await quay.wharf(['validate', path]).ended();
      check(bad, status, stdout + stderr);
    });
  }

  const refusedByTheHost: readonly (BadInput & {
    readonly environment?: Readonly<Record<string, string>>;
  })[] = [
    {
      what: 'an engine that is not there',
      job: docker('image = "busybox:local"'),
      says: ['docker', '/nowhere/docker.sock', /docker\.endpoint|start|install/i],
      environment: { WHARF_DOCKER_ENDPOINT: 'unix:///nowhere/docker.sock' },
    },
    {
      what: 'a binary that does not exist',
      job: exec('command = "/usr/bin/no-such-program"'),
      says: ['server', '/usr/bin/no-such-program'],
    },
    {
      what: 'a user that does not exist',
      job: exec('command = "/bin/true"', 'user = "no-such-user"'),
      says: ['no-such-user'],
    },
    {
      what: 'a state directory that can not be written',
      job: exec('command = "/bin/true"'),
      says: ['/proc/wharf', /state_dir/],
      environment: { WHARF_STATE_DIR: '/proc/wharf' },
    },
    {
      what: 'a job file that is not there',
      job: '',
      says: ['no-such-file.nomad.hcl'],
    },
  ];

  for (const bad of refusedByTheHost) {
    it(`${bad.what} ends with 125 and what to do about it`, async function () {
      const path = join(quay.directory, 'jobs', bad.job === '' ? 'no-such-file.nomad.hcl' : '0.nomad.hcl');
      if (bad.job !== '') await writeFile(path, bad.job);
      const { status, stdout, stderr } = await quay.wharf(['run', path], bad.environment).ended();
      check(bad, status, stdout + stderr);
    });
  }

  it('a state directory that is a file ends with 125', async function () {
    const path = join(quay.directory, 'jobs', '0.nomad.hcl');
    const file = join(quay.directory, 'a-file');
    await mkdir(join(quay.directory, 'jobs'), { recursive: true });
    await writeFile(path, exec('command = "/bin/true"'));
    await writeFile(file, '');
    const { status, stderr } = await quay
      .wharf(['run', path], { WHARF_STATE_DIR: join(file, 'state') })
      .ended();
    expect(status, stderr).to.equal(125);
    expect(stderr).to.include(file);
  });
});

describe('bad input to docker', function () {
  this.timeout(120_000);
  let quay: Quay;
  before(async function () {
    quay = await quayFor('docker');
  });
  after(async function () {
    await quay.leave();
  });
  afterEach(async function () {
    await quay.expectUnchanged();
  });

  it('an image that does not exist ends with 125', async function () {
    // A registry may come back, so that the usual policy tries again, for most of a minute.
    const once = 'restart {\n attempts = 0\n mode = "fail"\n }\n task "';
    const job = docker('image = "127.0.0.1:9/no-such-image:1"').replace('task "', once);
    const { status, stdout, stderr } = await quay.run(job);
    check({ what: '', job, says: ['127.0.0.1:9/no-such-image:1', 'server'] }, status, stdout + stderr);
  });

  it('a binary that does not exist ends with 125', async function () {
    const job = jobText([{ driver: 'docker', script: 'true' }]).replace(
      '"/bin/sh"',
      '"/bin/no-such-program"',
    );
    const { status, stdout, stderr } = await quay.run(job);
    check({ what: '', job, says: ['/bin/no-such-program'] }, status, stdout + stderr);
  });
});
