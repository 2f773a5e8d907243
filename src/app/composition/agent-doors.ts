import { type Api, serveApi } from '../../adapters/http-api/server/serve-api.js';
import type { ServiceManagement } from '../../adapters/systemd/notify-variables.js';
import { ServiceManager } from '../../adapters/systemd/service-manager.js';
import type { Clock } from '../../domain/ports/clock.js';
import type { Diagnostics } from '../../domain/ports/diagnostics.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done } from '../../domain/shared/result.js';
import type { Agent } from '../agent.js';
import type { ApiSettings } from '../config/settings.js';

export interface DoorParts {
  readonly api: ApiSettings;
  /** Undefined when no service manager started this process. */
  readonly management: ServiceManagement | undefined;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

/** The ways in to an agent: its API, and the service manager that waits for it. */
export class AgentDoors {
  readonly #agent: Agent;
  readonly #parts: DoorParts;
  readonly #closed = new AbortController();
  readonly #manager: ServiceManager | undefined;
  #api: Api | undefined;

  constructor(agent: Agent, parts: DoorParts) {
    this.#agent = agent;
    this.#parts = parts;
    this.#manager = parts.management && new ServiceManager(parts.management, parts);
  }

  /** A service manager is told only once the agent can be asked. */
  async open(): Answer<undefined> {
    const { api, diagnostics } = this.#parts;
    const served = await serveApi(this.#agent, { path: api.socket, group: api.group, diagnostics });
    if (!served.ok) return served;
    this.#api = served.value;
    const told = (await this.#manager?.ready()) ?? done;
    if (!told.ok) diagnostics.note('warn', told.error.message, { error: told.error.cause });
    // Whoever hears this knows that the process still turns; what its runtimes do is told by its health.
    void this.#manager?.keepAlive(() => true, this.#closed.signal);
    return done;
  }

  async close(): Promise<void> {
    if (this.#api !== undefined) await this.#manager?.stopping();
    this.#closed.abort();
    await this.#api?.close();
  }
}
