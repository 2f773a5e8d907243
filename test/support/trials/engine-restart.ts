import { expect } from 'chai';

import { eventually } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { engineRequest } from '../engine/engine-request.js';
import { EngineScene } from './engine-scene.js';

const never = new AbortController().signal;

/** Ends an engine under so many tasks of `docker`, with a few of `exec` beside them, and starts it again. */
export function describeEngineRestart(count: number): void {
  for (const liveRestore of [true, false])
    describe(`an engine that is restarted ${liveRestore ? 'with' : 'without'} live-restore`, function () {
      this.timeout(300_000);
      let scene: EngineScene;

      before(async function () {
        scene = await EngineScene.open({ 'live-restore': liveRestore });
        await scene.begin({ docker: count, exec: 2 });
      });
      after(async function () {
        await scene.close();
      });

      const containers = async (): Promise<number> =>
        ((await engineRequest(scene.engine.socketPath, '/containers/json?all=1')).json as readonly unknown[])
          .length;
      /** By now whatever the agent makes of the restart has been made. */
      const settled = async (): Promise<void> => {
        const { agent, tasks } = scene;
        await eventually(
          async () => valueOf(await agent.client.health()).runtimes.every(({ healthy }) => healthy),
          30_000,
        );
        await tasks.untilRunning();
        valueOf(await agent.client.reconcile(true, never));
      };

      if (liveRestore)
        it('costs no task a restart, and no line', async function () {
          const { engine, tasks } = scene;
          const before = await tasks.runs('docker');
          for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
            await engine.restart(signal);
            await settled();
            expect(await tasks.runs('docker')).to.deep.equal(before);
          }
          await tasks.expectNothingLost('docker');
          await tasks.expectNothingLost('exec');
        });
      else
        it('has each task restarted once, by its policy, and leaves nothing of what was before', async function () {
          const { engine, tasks } = scene;
          const beside = await tasks.runs('exec');
          await engine.restart('SIGTERM');
          await eventually(
            async () => (await tasks.runs('docker')).every(({ restarts }) => restarts > 0),
            60_000,
          );
          await settled();
          await eventually(async () => (await containers()) === count, 20_000);
          expect(await tasks.runs('exec')).to.deep.equal(beside);
          await tasks.expectNothingLost('exec');
          for (const { pid, restarts } of await tasks.runs('docker')) {
            expect(restarts).to.equal(1);
            expect(pid).to.not.equal(undefined);
          }
        });
    });
}
