import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { eventually } from '../../../src/testing/eventually.js';
import { engineRequest } from '../engine/engine-request.js';
import type { OwnEngine } from '../engine/own-engine.js';
import type { GroupScene } from './group-scene.js';

export const harms = ['holder', 'agent', 'engine', 'container', 'process'] as const;
export type Harm = (typeof harms)[number];

interface Container {
  readonly Id: string;
  readonly State: string;
  readonly Labels: Readonly<Record<string, string>>;
}

/** Ends by force what groups and their networks stand on, one thing at a time. */
export class Harming {
  readonly #scene: GroupScene;
  readonly #engine: OwnEngine;

  constructor(scene: GroupScene, engine: OwnEngine) {
    this.#scene = scene;
    this.#engine = engine;
  }

  async do(harm: Harm, group: string): Promise<void> {
    switch (harm) {
      case 'holder':
        return this.#killContainer('holder', group);
      case 'container':
        return this.#killContainer('task', group);
      case 'process':
        return this.#killProcess(group);
      case 'engine':
        return this.#engine.restart('SIGKILL');
      case 'agent':
        await this.#scene.agent.end('SIGKILL');
        return this.#scene.agent.start();
    }
  }

  /** What runs of that kind, if any does just now. */
  async #killContainer(kind: string, group: string): Promise<void> {
    const [found] = (await this.containers(group)).filter(
      ({ State: state, Labels: labels }) => state === 'running' && labels['wharf.kind'] === kind,
    );
    if (found === undefined) return;
    await engineRequest(this.#engine.socketPath, `/containers/${found.Id}/kill`, { method: 'POST' });
  }

  async #killProcess(group: string): Promise<void> {
    const { tasks } = await this.#scene.agent.allocation(group);
    const pid = tasks.find(({ task }) => task === 'exec')?.pid;
    if (pid === undefined) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch (reason) {
      if ((reason as NodeJS.ErrnoException).code !== 'ESRCH') throw reason;
    }
  }

  async containers(group: string): Promise<readonly Container[]> {
    const { json } = await engineRequest(this.#engine.socketPath, '/containers/json?all=1');
    return (json as unknown as readonly Container[]).filter(
      ({ Labels: labels }) => labels['wharf.group'] === group,
    );
  }

  /**
   * Answers once the group is whole: one namespace with all its members, one holder, one address and one lease for it, and
   * the port of the host leads there.
   */
  async settled(group: string, port: number): Promise<void> {
    await eventually(async () => {
      const alloc = await this.#scene.running(group, 1000);
      expect(await this.#scene.namespaces(alloc)).to.have.length(1);
      const seen = (await this.containers(group)).map(
        ({ State: state, Labels: labels }) => `${labels['wharf.kind'] ?? ''} ${state}`,
      );
      expect(seen.sort()).to.deep.equal(['holder running', 'task running']);
      const addresses = await this.#scene.asked('exec', alloc.id, 'exec', '--', 'ip', '-4', '-o', 'address');
      const own = [...addresses.matchAll(/ inet (\d+\.\d+\.\d+\.\d+)/g)].map(([, address]) => address);
      expect(own.filter((address) => address !== '127.0.0.1')).to.have.length(1);
      expect(await this.leases()).to.deep.equal(own.filter((address) => address !== '127.0.0.1'));
      expect(await this.#scene.fetched(port)).to.equal(`served by ${group}`);
    }, 120_000);
  }

  /** Addresses that are given out. */
  async leases(): Promise<readonly string[]> {
    const leases = join(this.#scene.agent.directory, 'run', 'networks', 'leases', 'wharf');
    return (await readdir(leases)).filter((name) => /^\d+\.\d+\.\d+\.\d+$/.test(name));
  }
}
