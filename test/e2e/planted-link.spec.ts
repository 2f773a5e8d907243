import { expect } from 'chai';

import { jobText } from '../support/wharf/job-text.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

describe('a docker task that binds what another task of its group made', function () {
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

  /** What the first task does before the other one starts. */
  const aJob = (making: string): string =>
    jobText([
      { name: 'maker', driver: 'docker', script: making, rest: 'lifecycle {\n hook = "prestart"\n }' },
      { name: 'reader', driver: 'docker', script: 'ls /seen' },
    ]).replace(
      /(task "reader"[^]*?image = "busybox:local")/,
      '$1\n        volumes = ["../alloc/data/made:/seen"]',
    );

  it('sees a directory, also through a link that stays inside', async function () {
    const making = 'mkdir /alloc/data/v1; touch /alloc/data/v1/mark; ln -s v1 /alloc/data/made';
    const { status, stdout } = await quay.runAndReport(aJob(making));
    expect(stdout.map(({ text }) => text)).to.deep.equal(['mark']);
    expect(status).to.equal(0);
  });

  it('is not started when a link leads out of the allocation', async function () {
    const { report } = await quay.runAndReport(aJob('ln -s /etc /alloc/data/made'));
    const reader = report.tasks.find(({ task }) => task === 'reader');
    expect(reader?.outcome).not.to.equal('complete');
    expect(JSON.stringify(report)).to.contain('out of');
  });
});
