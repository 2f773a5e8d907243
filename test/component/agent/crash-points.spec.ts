import { expect } from 'chai';

import { doing, exit, wait, waitForEver } from '../../../src/adapters/memory/behaviour.js';
import type { Job } from '../../../src/domain/model/job.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { AgentWorld, type Script } from './agent-world.js';
import type { Death } from './lifeline.js';

const retry = { attempts: 3, intervalMs: 3_600_000, delayMs: 1000, mode: 'fail' } as const;

/** What an operator does while the first agent lives; the second one gets no orders. */
interface Story {
  readonly job: Job;
  readonly script: Script;
  readonly then?: (world: AgentWorld) => void;
  /** In the end, if the job was taken on. */
  readonly state: string;
  /** How often each task may have been started at most, in both lives together. */
  readonly starts: Readonly<Record<string, number>>;
}

const stories: Readonly<Record<string, Story>> = {
  'a service that fails once and runs then': {
    job: aJob({ type: 'service', groups: [aGroup({ tasks: [aTask({ name: 'web', restart: retry })] })] }),
    script: { web: (attempt) => (attempt === 1 ? doing(wait(500), exit(1)) : doing(waitForEver)) },
    state: 'running',
    starts: { web: 3 },
  },
  'a batch that ends, with hooks': {
    job: aJob({
      groups: [
        aGroup({
          tasks: [
            aTask({ name: 'init', lifecycle: { hook: 'prestart', sidecar: false } }),
            aTask({ name: 'work' }),
            aTask({ name: 'bye', lifecycle: { hook: 'poststop', sidecar: false } }),
          ],
        }),
      ],
    }),
    script: { init: () => doing(wait(100)), work: () => doing(wait(1000)), bye: () => doing(wait(100)) },
    state: 'complete',
    starts: { init: 2, work: 2, bye: 2 },
  },
  'a service that is stopped': {
    job: aJob({ type: 'service', groups: [aGroup({ tasks: [aTask({ name: 'web' })] })] }),
    script: {},
    then: (world) => {
      const [alloc] = world.life.agent.allocations();
      if (alloc !== undefined) void world.life.agent.stop(alloc.id, false);
    },
    state: 'stopped',
    starts: { web: 2 },
  },
};

interface Outcome {
  readonly world: AgentWorld;
  readonly commands: readonly string[];
}

/** One agent up to its death, then another one for long enough, with the reconciler's passes. */
async function live({ job, script, then }: Story, death?: Death): Promise<Outcome> {
  const world = new AgentWorld({ script });
  const agent = await world.start(death);
  void agent.submit(job);
  await world.clock.advance(5000);
  then?.(world);
  await world.clock.advance(20_000);
  const { commands } = world.lifeline;
  world.crash();
  await world.start();
  await world.clock.advance(600_000);
  return { world, commands };
}

describe('An agent that is killed at any step', function () {
  this.timeout(120_000);

  for (const [what, story] of Object.entries(stories))
    it(`loses, doubles and leaks nothing of ${what}`, async function () {
      const { commands } = await live(story);
      expect(commands.length).to.be.above(8);
      for (let at = 1; at <= commands.length; at++)
        for (const when of ['before', 'after'] as const) {
          const { world } = await live(story, { at, when });
          judge(world, story, `killed ${when} ${commands[at - 1] ?? ''}, the ${at.toString()}th command`);
        }
    });
});

function judge(world: AgentWorld, { state, starts }: Story, words: string): void {
  const [alloc, ...others] = world.life.agent.allocations();
  expect(others, words).to.deep.equal([]);
  // Who was killed before something was written down has never said that it was.
  const isUnheard = alloc === undefined || (state === 'stopped' && alloc.state === 'running');
  if (!isUnheard) expect(alloc.state, words).to.equal(state);
  const running = world.running.map((line) => line.split(' ')[0]);
  expect(running, words).to.deep.equal(alloc?.state === 'running' ? ['web'] : []);
  expect(world.host.all(), words).to.have.length(running.length);
  for (const [task, most] of Object.entries(starts))
    expect(world.startsOf(task), `${task} ${words}`).to.be.at.most(most);
}
