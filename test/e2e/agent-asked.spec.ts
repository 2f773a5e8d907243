import { expect } from 'chai';

import type { AllocStatus } from '../../src/app/agent.js';
import { eventually } from '../../src/testing/eventually.js';
import { engineRequest } from '../support/engine/engine-request.js';
import { jobText } from '../support/wharf/job-text.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';
import type { WharfProcess } from '../support/wharf/wharf-process.js';

for (const driver of ['exec', 'docker'] as const)
  describe(`an agent that keeps a task of ${driver}`, function () {
    this.timeout(120_000);
    let quay: Quay;
    let agent: WharfProcess | undefined;

    before(async function () {
      quay = await quayFor(driver);
    });
    after(async function () {
      // Whatever became of the test, its task must not outlive it.
      for (const { id } of await kept().catch(() => [])) await asked('stop', '--purge', id).catch(() => '');
      agent?.signal('SIGTERM');
      await agent?.ended(20_000);
      await quay.leave();
    });

    /** What a command says, when it succeeds. */
    const asked = async (...words: readonly string[]): Promise<string> => {
      const { status, stdout, stderr } = await quay.wharf(words).ended(30_000);
      expect(status, `${words.join(' ')}: ${stderr}`).to.equal(0);
      return stdout;
    };
    const kept = async (): Promise<readonly AllocStatus[]> =>
      (JSON.parse(await asked('ps', '--output', 'json')) as { allocations: readonly AllocStatus[] })
        .allocations;

    /** With a container, where there is an engine, that has the environment of a task and nothing else of one. */
    const withStranger = async (act: (id: string) => Promise<void>): Promise<void> => {
      const socket = quay.environment['WHARF_DOCKER_ENDPOINT']?.replace('unix://', '');
      if (socket === undefined) return;
      const body = { Image: 'busybox:local', Env: ['NOMAD_ALLOC_ID=a', 'NOMAD_TASK_NAME=b'] };
      const { json } = await engineRequest(socket, '/containers/create', { method: 'POST', body });
      const { Id: id } = json as { readonly Id: string };
      try {
        await act(id);
      } finally {
        await engineRequest(socket, `/containers/${id}?force=1`, { method: 'DELETE' });
      }
    };

    it('does what the commands ask of it, and leaves nothing once the task is purged', async function () {
      agent = quay.wharf(['agent']);
      await agent.says('goes on with 0 allocations');
      const script = "trap 'exit 0' TERM; echo hello; while :; do sleep 0.1; done";
      await asked('run', '--detach', await quay.write(jobText([{ driver, script }])));
      const { id, tasks } = await eventually(async () => {
        const [only] = await kept();
        return only?.state === 'running' && only;
      }, 30_000);
      const { instance = '' } = tasks[0]?.handle ?? {};
      await eventually(async () => (await asked('logs', id, 'task')) === 'hello\n', 10_000);
      expect(await asked('exec', id.slice(0, 8), 'task', '--', 'sh', '-c', 'echo $NOMAD_TASK_NAME')).to.equal(
        'task\n',
      );
      expect(await asked('reconcile', '--dry-run')).to.match(
        new RegExp(`${instance.slice(0, 12)}.*kept track of`),
      );
      expect(await asked('explain', id.slice(0, 8))).to.match(new RegExp(`${id}[^]*task task: started`));
      expect(await asked('explain', instance.slice(0, 20))).to.include('kept track of');
      expect((await quay.wharf(['explain', 'deadbeef']).ended(30_000)).stderr).to.include(
        'nothing is known of deadbeef',
      );
      await withStranger(async (stranger) => {
        const said = await asked('reconcile', '--dry-run');
        expect(said).to.match(new RegExp(`${stranger.slice(0, 12)}.*no label of ours`));
        expect(await asked('explain', stranger.slice(0, 12))).to.include('no label of ours');
      });
      await asked('stop', '--purge', id);
      expect(await asked('explain', id)).to.match(/was purged[^]*task task: exited/);
      expect(await kept()).to.deep.equal([]);
      agent.signal('SIGTERM');
      expect((await agent.ended(20_000)).status).to.equal(0);
      agent = undefined;
      await quay.expectUnchanged();
    });
  });
