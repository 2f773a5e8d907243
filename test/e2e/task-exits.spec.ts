import { expect } from 'chai';

import { processesBearing } from '../../src/testing/processes.js';
import { jobText, type TaskText } from '../support/wharf/job-text.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

for (const driver of ['exec', 'docker'] as const) {
  describe(`how a ${driver} task ends`, function () {
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

    const task = (script: string, rest = ''): TaskText => ({ driver, script, rest });

    it('prints to both streams in order and exits 7', async function () {
      const script = 'for i in $(seq 1 500); do echo "out $i"; echo "err $i" >&2; done; exit 7';
      const { status, stdout, stderr } = await quay.run(jobText([task(script)]));
      const numbers = (text: string, word: string): readonly number[] =>
        [...text.matchAll(new RegExp(`\\b${word} (\\d+)$`, 'gm'))].map(([, number]) => Number(number));
      const inOrder = Array.from({ length: 500 }, (_, index) => index + 1);
      expect(numbers(stdout, 'out')).to.deep.equal(inOrder);
      expect(numbers(stderr, 'err')).to.deep.equal(inOrder);
      expect(numbers(stdout, 'err')).to.deep.equal([]);
      expect(status).to.equal(7);
    });

    it('is killed by SIGSEGV: signal SIGSEGV, status 139', async function () {
      const { status, report } = await quay.report(jobText([task(`sh -c 'kill -SEGV $$'; exit $?`)]));
      expect(report.tasks[0]).to.have.property('outcome', 'failed');
      expect(report.tasks[0]?.exit).to.deep.equal({ kind: 'signal', signal: 'SIGSEGV', oom: false });
      expect(status).to.equal(139);
    });

    it('eats more than its memory: oom', async function () {
      const rest = 'resources {\n cpu = 100\n memory = 32\n }';
      const { status, report } = await quay.report(jobText([task('x=x; while :; do x=$x$x; done', rest)]));
      expect(report.tasks[0]?.exit).to.deep.equal({ kind: 'signal', signal: 'SIGKILL', oom: true });
      expect(status).to.equal(137);
    });

    it('leaves nothing alive of a child that ignores signals', async function () {
      const marker = `wharf-e2e-${driver}-orphan`;
      const child = `(: ${marker}; trap '' HUP INT QUIT TERM; while :; do sleep 0.2; done) & echo forked; exit 0`;
      const { status, stdout } = await quay.run(jobText([task(child)]));
      expect(stdout).to.include('forked');
      expect(status).to.equal(0);
      expect(await processesBearing(marker)).to.deep.equal([]);
    });

    it('tells the status of the task whatever it is', async function () {
      for (const code of [0, 1, 42, 125, 255]) {
        expect((await quay.run(jobText([task(`exit ${code.toString()}`)]))).status).to.equal(code);
      }
    });
  });
}
