import { readlink } from 'node:fs/promises';
import { join } from 'node:path';

import type { AllocStatus } from '../../../src/app/agent.js';
import { eventually } from '../../../src/testing/eventually.js';
import { NetworkNamespace } from '../../support/networks/network-namespace.js';
import { networkTraces } from '../../support/networks/network-traces.js';
import { publishedPort } from './crash-job.js';

const reachMs = 10_000;

/** In which the agents of one life make bridges, rules and links: each life has its own, as it has its own addresses. */
export class OwnNetwork {
  readonly #namespace: NetworkNamespace;

  private constructor(namespace: NetworkNamespace) {
    this.#namespace = namespace;
  }

  static async make(): Promise<OwnNetwork> {
    return new OwnNetwork(await NetworkNamespace.make());
  }

  get enter(): readonly string[] {
    return this.#namespace.enter;
  }

  /** What is wrong with the network of a group that runs: all its tasks are in one, and its port leads there. */
  async wrongIn(alloc: AllocStatus): Promise<readonly string[]> {
    const links = await Promise.all(
      alloc.tasks.map(({ pid = 0 }) => readlink(`/proc/${pid.toString()}/ns/net`)),
    );
    const outside = `net:[${await this.#namespace.number()}]`;
    const url = `http://127.0.0.1:${publishedPort.toString()}/starts`;
    const fetched = await eventually(
      () => this.#namespace.run('busybox', 'wget', '-q', '-O', '-', url),
      reachMs,
    ).catch(String);
    return [
      ...(new Set(links).size === 1 && links[0] !== outside
        ? []
        : [`its tasks are in ${links.join()}, beside ${outside}`]),
      ...(fetched === 'x\nx\n' ? [] : [`at its port there is ${JSON.stringify(fetched)}`]),
    ];
  }

  /** What is left in it, which goes with it, or of it in the life's directory. */
  async left(directory: string): Promise<readonly string[]> {
    const left = await networkTraces(this.#namespace, join(directory, 'run'));
    await this.#namespace.leave();
    return left;
  }
}
