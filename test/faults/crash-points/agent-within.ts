import { join } from 'node:path';

import type { AllocStatus } from '../../../src/app/agent.js';
import { hostAgent } from '../../../src/app/composition/host-agent.js';
import { loadSettings } from '../../../src/app/config/load-settings.js';
import type { RunningAgent } from '../../../src/app/running-agent.js';
import { valueOf } from '../../../src/testing/expect-result.js';

/** An agent in this process, which takes no time to begin: for those that are not to die. */
export class AgentWithin {
  readonly #running: RunningAgent;

  private constructor(running: RunningAgent) {
    this.#running = running;
  }

  /** Below `directory` are its state and its run directory. Answers once it goes on with what was kept there. */
  static async start(directory: string, environment: Readonly<Record<string, string>>): Promise<AgentWithin> {
    const places = {
      WHARF_STATE_DIR: join(directory, 'state'),
      WHARF_RUN_DIR: join(directory, 'run'),
    };
    const account = { uid: 0, home: '/root', environment: { ...places, ...environment } };
    const settings = loadSettings({ account, file: undefined, flags: [], hostVolumes: [] });
    const running = valueOf(await hostAgent(valueOf(settings)));
    await running.start();
    return new AgentWithin(running);
  }

  show(): Promise<readonly AllocStatus[]> {
    return Promise.resolve(this.#running.agent.allocations());
  }

  async purge(): Promise<void> {
    const { agent } = this.#running;
    for (const { id } of agent.allocations()) valueOf(await agent.stop(id, true));
  }

  leave(): Promise<void> {
    return this.#running.leave();
  }
}
