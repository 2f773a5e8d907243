import { OwnEngine } from '../engine/own-engine.js';
import { AgentHere } from '../wharf/agent-here.js';
import { PrintingTasks } from '../wharf/printing-tasks.js';
import { type Quay, quayFor } from '../wharf/quay.js';

/** A real agent over an engine of its own, which may come to harm while tasks print. */
export class EngineScene {
  readonly engine: OwnEngine;
  readonly agent: AgentHere;
  readonly tasks: PrintingTasks;
  readonly #quay: Quay;

  private constructor(engine: OwnEngine, quay: Quay) {
    this.engine = engine;
    this.#quay = quay;
    this.agent = new AgentHere(quay);
    this.tasks = new PrintingTasks(this.agent);
  }

  /** `settings` as in the engine's daemon.json. */
  static async open(settings: object = {}): Promise<EngineScene> {
    const engine = await OwnEngine.start(settings);
    return new EngineScene(engine, await quayFor('docker', engine));
  }

  async begin(counts: Parameters<PrintingTasks['begin']>[0]): Promise<void> {
    await this.agent.start();
    await this.tasks.begin(counts);
  }

  /** Wherever a test broke off. */
  async close(): Promise<void> {
    await this.engine.thaw().catch(() => undefined);
    await this.agent
      .leaveNothing()
      .finally(() => this.#quay.leave())
      .finally(() => this.engine.leave());
  }
}
