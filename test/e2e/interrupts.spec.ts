import { access, chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { eventually } from '../../src/testing/eventually.js';
import { engineRequest } from '../support/engine/engine-request.js';
import { localRegistry } from '../support/engine/local-registry.js';
import { privateEngine } from '../support/engine/private-engine.js';
import { engineProxy } from '../support/faults/engine-proxy.js';
import { jobText } from '../support/wharf/job-text.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const sleeping = 'echo up; while :; do sleep 0.1; done';
const deaf = `trap 'echo no' TERM INT; ${sleeping}`;

describe('Ctrl-C during a run of an exec task', function () {
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

  for (const verb of ['create', 'start'] as const) {
    it(`at its ${verb} leaves nothing and ends with 130`, async function () {
      const mark = join(quay.directory, `at-${verb}`);
      const runtime = join(quay.directory, `slow-${verb}`);
      await writeFile(
        runtime,
        `#!/bin/sh\ncase " $* " in *" ${verb} "*) : > ${mark}; sleep 1 ;; esac\nexec runc "$@"\n`,
      );
      await chmod(runtime, 0o755);
      const wharf = await quay.start(
        jobText([{ driver: 'exec', script: sleeping }]),
        '--set',
        'exec.runtime=runc',
        '--set',
        `exec.runtime_path=${runtime}`,
      );
      await eventually(() => access(mark).then(() => true), 20_000);
      wharf.signal('SIGINT');
      const { status, stderr } = await wharf.ended();
      expect(status, stderr).to.equal(130);
      await rm(runtime);
      await rm(mark);
    });
  }

  it('while it runs stops it in order', async function () {
    const obedient = `trap 'echo bye; exit 0' TERM; ${sleeping}`;
    const wharf = await quay.start(jobText([{ driver: 'exec', script: obedient }]));
    await wharf.says('up');
    wharf.signal('SIGINT');
    const { status, stdout } = await wharf.ended();
    expect(stdout).to.include('bye');
    expect(status).to.equal(130);
  });

  it('twice kills what does not obey', async function () {
    const slow = jobText([{ driver: 'exec', script: deaf, rest: 'kill_timeout = "1h"' }]);
    const wharf = await quay.start(slow);
    await wharf.says('up');
    wharf.signal('SIGINT');
    await wharf.says('no');
    wharf.signal('SIGINT');
    expect((await wharf.ended(20_000)).status).to.equal(130);
  });

  it('between two restarts ends the wait', async function () {
    const policy = 'restart {\n attempts = 3\n delay = "1h"\n interval = "24h"\n mode = "fail"\n }';
    const wharf = await quay.start(jobText([{ driver: 'exec', script: 'exit 1', rest: policy }]));
    await wharf.says('restart');
    wharf.signal('SIGTERM');
    expect((await wharf.ended(20_000)).status).to.equal(130);
  });
});

describe('Ctrl-C during a run of a docker task', function () {
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

  /** Interrupts a run as soon as the engine was asked for something, and has done it, and has not answered yet. */
  async function interruptedAt(call: RegExp, job: string): Promise<void> {
    const { socketPath } = await privateEngine();
    const proxy = await engineProxy(socketPath);
    proxy.spoil(call, 'done-late');
    const wharf = await quay.start(job, '--docker-endpoint', proxy.endpoint);
    await eventually(() => proxy.calls.some((made) => call.test(made)), 20_000);
    wharf.signal('SIGINT');
    const { status, stderr } = await wharf.ended();
    await proxy.close();
    expect(status, stderr).to.equal(130);
  }

  const job = jobText([{ driver: 'docker', script: sleeping }]);

  it('at its create leaves nothing and ends with 130', async function () {
    await interruptedAt(/^POST \/containers\/create/, job);
  });

  it('at its start leaves nothing and ends with 130', async function () {
    await interruptedAt(/^POST \/containers\/[^/]+\/start/, job);
  });

  it('at the pull of its image leaves nothing and ends with 130', async function () {
    const { socketPath } = await privateEngine();
    const registry = await localRegistry();
    const name = `${registry.host}/busybox`;
    const post = { method: 'POST', headers: { 'X-Registry-Auth': 'e30=' } };
    try {
      await engineRequest(socketPath, `/images/busybox:local/tag?repo=${name}&tag=1`, post);
      const { body } = await engineRequest(socketPath, `/images/${name}/push?tag=1`, post);
      expect(body).not.to.include('errorDetail');
      await engineRequest(socketPath, `/images/${name}:1`, { method: 'DELETE' });
      await interruptedAt(/^POST \/images\/create/, job.replace('busybox:local', `${name}:1`));
    } finally {
      await registry.close();
    }
  });

  it('while it runs stops it in order', async function () {
    const obedient = `trap 'echo bye; exit 0' TERM; ${sleeping}`;
    const wharf = await quay.start(jobText([{ driver: 'docker', script: obedient }]));
    await wharf.says('up');
    wharf.signal('SIGINT');
    const { status, stdout } = await wharf.ended();
    expect(stdout).to.include('bye');
    expect(status).to.equal(130);
  });
});
