import { expect } from 'chai';

import type { Answer } from '../../../src/domain/ports/runtime.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { EngineScene } from './engine-scene.js';

const never = new AbortController().signal;

/**
 * Milliseconds within which a command answers whatever the engine does: what its own calls may take, added up, and what
 * a busy machine needs besides.
 */
const bounds = {
  atOnce: 2_000,
  query: 20_000,
  signal: 35_000,
  list: 50_000,
  exec: 65_000,
} as const;

/** Stops an engine in the middle of everything for so long, as one that swaps or waits for its disk. */
export function describeEngineFreeze(lastsMs: number): void {
  describe(`an engine that does nothing for ${(lastsMs / 1000).toString()} seconds`, function () {
    this.timeout(300_000);
    let scene: EngineScene;

    before(async function () {
      scene = await EngineScene.open();
      await scene.begin({ docker: 4, exec: 2 });
    });
    after(async function () {
      await scene.close();
    });

    it('lets every command answer within its bound, touches no process beside it, and is then as it was', async function () {
      const { agent, engine, tasks } = scene;
      const { client } = agent;
      const [alloc] = (await tasks.runs('docker')).map(({ alloc }) => alloc);
      const [beside] = (await tasks.runs('exec')).map(({ alloc }) => alloc);
      if (alloc === undefined || beside === undefined) throw new Error('nothing runs');
      const before = [await tasks.runs('docker'), await tasks.runs('exec')];
      const until = performance.now() + lastsMs;
      await engine.freeze();
      const commands: readonly (readonly [name: string, boundMs: number, ask: () => Answer<unknown>])[] = [
        ['health', bounds.atOnce, () => client.health()],
        ['ps', bounds.atOnce, () => client.allocations()],
        ['status', bounds.atOnce, () => client.find(alloc)],
        ['logs', bounds.atOnce, () => client.logs(alloc, 'task', kept, never)],
        ['run', bounds.atOnce, () => client.submit(late)],
        ['signal', bounds.signal, () => client.signal(alloc, 'task', 'SIGCONT', never)],
        ['exec', bounds.exec, () => client.exec(alloc, 'task', wish, never)],
        ['explain', bounds.query, () => client.explain(alloc, never)],
        ['reconcile', bounds.list, () => client.reconcile(true, never)],
        ['signal to a process', bounds.atOnce, () => client.signal(beside, 'task', 'SIGCONT', never)],
      ];
      const asked = Promise.all(commands.map(([name, boundMs, ask]) => inTime(name, boundMs, ask)));
      // Handled below, and not before.
      asked.catch(() => undefined);
      await eventually(() => performance.now() > until, lastsMs + 1000);
      expect(await tasks.runs('exec')).to.deep.equal(before[1]);
      await engine.thaw();
      await asked;
      await eventually(async () => {
        const { runtimes } = valueOf(await client.health());
        expect(runtimes.map(({ healthy }) => healthy)).to.not.include(false);
        const shown = await agent.allocations();
        // The one that was taken on meanwhile as well.
        expect(shown.filter(({ state }) => state === 'running')).to.have.length(7);
        return true;
      }, 60_000);
      expect(await tasks.runs('docker')).to.deep.equal(before[0]);
      await tasks.expectNothingLost('docker');
      await tasks.expectNothingLost('exec');
    });
  });
}

const kept = { stream: 'stdout', tailLines: undefined, follow: false } as const;
const wish = { command: ['/bin/true'], terminal: undefined } as const;
const late = aJob({
  id: 'late',
  type: 'service',
  groups: [
    aGroup({
      name: 'late',
      tasks: [
        aTask({
          driver: 'docker',
          config: { image: 'busybox:local', command: '/bin/sleep', args: ['600'] },
          killTimeoutMs: 1000,
        }),
      ],
    }),
  ],
});

async function inTime(name: string, boundMs: number, ask: () => Answer<unknown>): Promise<void> {
  try {
    await within(boundMs, ask());
  } catch (cause) {
    throw new Error(`${name} did not answer within ${boundMs.toString()} ms`, { cause });
  }
}
