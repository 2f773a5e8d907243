import { expect } from 'chai';

import type { VolumeExamination } from '../../../src/app/app.js';
import { err, ok } from '../../../src/domain/shared/result.js';
import { aWebJob, FakeApp } from './fake-app.js';
import { wharf } from './wharf.js';

const problems = [
  { path: 'job.hcl', position: { file: 'job.hcl', line: 3, column: 7 }, message: 'this block never ends' },
  { path: 'job.shop.type', message: 'is not known here', suggestion: 'did you mean "x"?' },
];

describe('wharf validate', () => {
  it('has a good word for a job that is valid, and its warnings', async () => {
    const app = new FakeApp();
    app.job = ok({ job: aWebJob('web', 'db'), warnings: ['update is ignored'] });
    const { status, stdout, stderr } = wharf(['validate', 'job.hcl'], { app });
    expect(await status).to.equal(0);
    expect(stdout.lines).to.deep.equal([
      'ok: job.hcl is a valid job file: job "shop" with 1 group and 2 tasks',
    ]);
    expect(stderr.lines).to.deep.equal(['wharf: warning: update is ignored']);
    expect(app.asked).to.deep.equal(['read', 'close']);
  });

  it('says everything that is wrong and ends with 125', async () => {
    const app = new FakeApp();
    app.job = err(problems);
    const { status, stdout, stderr } = wharf(['validate', 'job.hcl'], { app });
    expect(await status).to.equal(125);
    expect(stdout.text).to.equal('');
    expect(stderr.lines).to.deep.equal([
      'job.hcl:3:7: this block never ends',
      'job.shop.type is not known here (did you mean "x"?)',
    ]);
  });

  it('is one document for programs', async () => {
    const app = new FakeApp();
    app.job = err(problems);
    const bad = wharf(['validate', 'job.hcl', '--output=json'], { app });
    expect(await bad.status).to.equal(125);
    expect(JSON.parse(bad.stdout.text)).to.deep.equal({ valid: false, problems, warnings: [] });
    const good = wharf(['validate', 'job.hcl', '-output=json']);
    expect(await good.status).to.equal(0);
    expect(JSON.parse(good.stdout.text)).to.deep.equal({ valid: true, problems: [], warnings: [] });
  });
});

const spec = {
  identity: { owner: 'x' },
  name: 'wharf-web',
  image: 'busybox:1',
  command: ['sh', '-c', 'sleep 1'],
  user: undefined,
  environment: { A: 'b', TOKEN: '<masked>' },
  groups: [],
  init: true,
  privileged: false,
  network: { mode: 'none', aliases: [], ports: [{ hostIp: '127.0.0.1', hostPort: 8080, taskPort: 80 }] },
  mounts: [
    { kind: 'bind', source: '/srv/data', target: '/data', readOnly: true, propagation: 'bidirectional' },
    { kind: 'bind', source: '/a', target: '/b', readOnly: false, propagation: 'private' },
    { kind: 'tmpfs', target: '/tmp', sizeBytes: 1024 * 1024, mode: 0o1777 },
    { kind: 'volume', source: 'v', target: '/v', readOnly: false },
  ],
  limits: { cpuShares: 100, cpuQuota: undefined, memoryBytes: 300 * 1024 * 1024, pids: undefined },
};
const plan = {
  allocations: [
    {
      name: 'shop.front[0]',
      group: 'front',
      tasks: [{ task: 'web', driver: 'docker', kind: 'container', spec }],
    },
  ],
} as const;

describe('wharf plan', () => {
  it('shows what would be made, and leaves out what is empty', async () => {
    const app = new FakeApp();
    app.plan = ok(plan);
    const { status, stdout } = wharf(['plan', 'job.hcl'], { app });
    expect(await status).to.equal(0);
    expect(stdout.lines).to.deep.equal([
      'shop.front[0]',
      '  web (docker, a container)',
      '    image        busybox:1',
      '    command      sh -c "sleep 1"',
      '    environment  A=b',
      '                 TOKEN=<masked>',
      '    init         true',
      '    network      mode none, ports {host ip 127.0.0.1, host port 8080, task port 80}',
      '    mounts       /srv/data -> /data (read-only, bidirectional)',
      '                 /a -> /b',
      '                 /tmp (tmpfs, 1 MiB)',
      '                 v -> /v (volume)',
      '    limits       cpu shares 100, memory 300 MiB',
    ]);
    expect(app.asked).to.deep.equal(['read', 'plan', 'close']);
  });

  it('is the plan itself for programs', async () => {
    const app = new FakeApp();
    app.plan = ok(plan);
    const { status, stdout } = wharf(['plan', 'job.hcl', '--output', 'json'], { app });
    expect(await status).to.equal(0);
    expect(JSON.parse(stdout.text)).to.deep.equal(JSON.parse(JSON.stringify(plan)));
  });

  for (const step of ['job', 'plan'] as const)
    it(`ends with 125 and the problems of the ${step}`, async () => {
      const app = new FakeApp();
      app[step] = err(problems);
      const { status, stdout, stderr } = wharf(['plan', 'job.hcl', '--output', 'json'], { app });
      expect(await status).to.equal(125);
      expect(JSON.parse(stdout.text)).to.deep.equal({ problems });
      expect(stderr.lines).to.have.lengthOf(2);
    });
});

describe('wharf doctor', () => {
  const drivers = [
    { driver: 'exec', usable: true, summary: 'runc 1.1.5 and conmon 2.1.6', remedy: undefined },
    {
      driver: 'docker',
      usable: false,
      summary: 'nothing answers at unix:///x',
      remedy: 'apt-get install docker.io',
    },
  ];

  const network = { usable: true, summary: 'CNI plugins in /usr/lib/cni', remedy: undefined };

  const volumes: readonly VolumeExamination[] = [
    {
      volume: 'data',
      path: '/srv',
      modes: ['private'],
      summary: '/srv: private',
      remedy: 'mount --make-rshared /srv',
    },
  ];

  it('says for each driver, networks and each volume what was found, or what mends it', async () => {
    const app = new FakeApp();
    app.host = { usable: true, drivers, network, volumes };
    const { status, stdout } = wharf(['doctor'], { app });
    expect(await status).to.equal(0);
    expect(stdout.lines).to.deep.equal([
      'ok  exec         runc 1.1.5 and conmon 2.1.6',
      'no  docker       nothing answers at unix:///x',
      '    apt-get install docker.io',
      'ok  networks     CNI plugins in /usr/lib/cni',
      'ok  volume data  /srv: private',
      '    mount --make-rshared /srv',
    ]);
  });

  it('ends with 125 when nothing can run', async () => {
    const app = new FakeApp();
    app.host = { usable: false, drivers: drivers.slice(1), network, volumes: [] };
    const { status, stdout } = wharf(['doctor'], { app });
    expect(await status).to.equal(125);
    expect(stdout.lines.at(-1)).to.equal('Nothing can run here yet: see above what mends it.');
  });

  it('is the examination itself for programs', async () => {
    const app = new FakeApp();
    app.host = { usable: true, drivers, network, volumes };
    const { status, stdout } = wharf(['doctor', '--output=json'], { app });
    expect(await status).to.equal(0);
    expect(JSON.parse(stdout.text)).to.deep.equal(JSON.parse(JSON.stringify(app.host)));
  });

  it('ends with 130 when it is interrupted', async () => {
    const app = new FakeApp();
    const invoked = wharf(['doctor'], { app });
    app.examineHost = () => {
      expect(invoked.signal()).to.equal(true);
      return Promise.resolve({ usable: true, drivers: [], network, volumes: [] });
    };
    expect(await invoked.status).to.equal(130);
    expect(app.asked.at(-1)).to.equal('close');
  });
});
