import { OwnEngine } from '../engine/own-engine.js';
import { type Quay, quayFor } from '../wharf/quay.js';
import { GroupScene, groupJob } from './group-scene.js';
import { Harming } from './harm.js';
import { NetworkNamespace } from './network-namespace.js';

const port = 18_080;
const group = 'one';
const network = `mode = "bridge"
      port "web" {
        static = ${port.toString()}
        to     = 8080
      }`;

/** A group of tasks of every kind, on an engine and in a network of its own, to which harm is done. */
export class HarmedGroup {
  readonly quay: Quay;
  readonly #engine: OwnEngine;
  readonly #network: NetworkNamespace;
  readonly #scene: GroupScene;
  readonly #harming: Harming;

  private constructor(quay: Quay, engine: OwnEngine, own: NetworkNamespace) {
    this.quay = quay;
    this.#engine = engine;
    this.#network = own;
    this.#scene = new GroupScene(quay, own);
    this.#harming = new Harming(this.#scene, engine);
  }

  static async start(): Promise<HarmedGroup> {
    const engine = await OwnEngine.start();
    const own = await NetworkNamespace.make();
    const harmed = new HarmedGroup(await quayFor('docker', engine, own), engine, own);
    await harmed.#scene.agent.start();
    await harmed.#scene.submit(groupJob(group, network));
    await harmed.settled();
    return harmed;
  }

  harm(harm: Parameters<Harming['do']>[0]): Promise<void> {
    return this.#harming.do(harm, group);
  }

  settled(): Promise<void> {
    return this.#harming.settled(group, port);
  }

  /** Takes all of it away, and fails unless the host is as before. */
  async leave(): Promise<void> {
    try {
      await this.#scene.agent.leaveNothing();
      await this.quay.expectUnchanged();
    } finally {
      await this.quay.leave();
      await this.#engine.leave();
      await this.#network.leave();
    }
  }
}
