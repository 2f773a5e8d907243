import { expect } from 'chai';

import { jobText } from '../support/wharf/job-text.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const hook = (name: string, sidecar = false): string =>
  `lifecycle {\n hook = "${name}"\n sidecar = ${String(sidecar)}\n }`;

for (const driver of ['exec', 'docker'] as const) {
  describe(`a group of ${driver} tasks`, function () {
    this.timeout(120_000);
    let quay: Quay;
    before(async function () {
      quay = await quayFor(driver);
    });
    after(async function () {
      await quay.leave();
    });
    afterEach(async function () {
      await quay.expectUnchanged();
    });

    it("runs prestart, sidecar, leader and poststop in Nomad's order", async function () {
      // Each writes to one file that all share: the file's order is that of the host, not of our reading.
      const note = (name: string): string => `echo ${name} >> /alloc/data/order`;
      const job = jobText([
        {
          name: 'last',
          driver,
          script: `${note('last')}; cat /alloc/data/order`,
          rest: hook('poststop'),
        },
        {
          name: 'beside',
          driver,
          script: `${note('beside')}; trap '${note('beside-ends')}; exit 0' TERM; while :; do sleep 0.1; done`,
          rest: `${hook('prestart', true)}\n user = "root"`,
        },
        {
          name: 'lead',
          driver,
          script: `${note('lead')}; until grep -q follow /alloc/data/order; do sleep 0.1; done; ${note('lead-ends')}`,
          rest: 'leader = true',
        },
        {
          name: 'follow',
          driver,
          script: `${note('follow')}; trap '${note('follow-ends')}; exit 0' TERM; while :; do sleep 0.1; done`,
        },
        { name: 'first', driver, script: `sleep 0.3; ${note('first')}`, rest: hook('prestart') },
      ]).replaceAll('user = "root"', '');
      const { status, stdout, report } = await quay.runAndReport(job);
      const order = stdout.filter(({ task }) => task === 'last').map(({ text }) => text);
      expect(order.indexOf('beside')).to.be.lessThan(order.indexOf('lead'));
      expect(order.filter((name) => !name.startsWith('beside') && name !== 'follow')).to.deep.equal([
        'first',
        'lead',
        'lead-ends',
        'follow-ends',
        'last',
      ]);
      expect(order.indexOf('follow-ends')).to.be.lessThan(order.indexOf('beside-ends'));
      expect(order.at(-1)).to.equal('last');
      expect(Object.fromEntries(report.tasks.map(({ task, outcome }) => [task, outcome]))).to.deep.equal({
        first: 'complete',
        beside: 'stopped',
        lead: 'complete',
        follow: 'stopped',
        last: 'complete',
      });
      expect(status).to.equal(0);
    });

    it('starts a task again by its policy until it succeeds', async function () {
      const script =
        'n=$(cat /alloc/data/n 2>/dev/null || echo 0); n=$((n+1)); echo $n > /alloc/data/n; echo "try $n"; [ $n -ge 3 ]';
      const policy = 'restart {\n attempts = 3\n delay = "100ms"\n interval = "1m"\n mode = "fail"\n }';
      const { status, stdout, report } = await quay.runAndReport(jobText([{ driver, script, rest: policy }]));
      expect(stdout.map(({ text }) => text)).to.deep.equal(['try 1', 'try 2', 'try 3']);
      expect(report.tasks[0]).to.include({ outcome: 'complete', restarts: 2 });
      expect(status).to.equal(0);
    });

    it('fails with the last status when its restarts are used up', async function () {
      const policy = 'restart {\n attempts = 1\n delay = "100ms"\n interval = "1m"\n mode = "fail"\n }';
      const { status, report } = await quay.report(jobText([{ driver, script: 'exit 9', rest: policy }]));
      expect(report.tasks[0]).to.include({ outcome: 'failed', restarts: 1 });
      expect(status).to.equal(9);
    });
  });
}
