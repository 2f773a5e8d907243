import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { AllocStatus } from '../../../src/app/agent.js';
import { eventually } from '../../../src/testing/eventually.js';
import { GroupScene } from './group-scene.js';
import { NetworkNamespace } from './network-namespace.js';
import { type Quay, quayFor } from '../wharf/quay.js';

/** Each serves its allocation's name, and tells at which port of the host it is to be asked. */
const crowd = (count: number): string => `
job "crowd" {
  group "crowd" {
    count = ${count.toString()}
    network {
      mode = "bridge"
      port "web" {
        to = 8080
      }
    }
    restart {
      attempts = 0
      mode     = "fail"
    }
    task "server" {
      driver       = "exec"
      kill_timeout = "1s"
      config {
        command = "/bin/sh"
        args    = ["-c", <<-SCRIPT
          echo "$NOMAD_ALLOC_NAME" > /local/index.html
          echo "$NOMAD_HOST_PORT_web $(ip -4 -o address show dev eth0)"
          exec busybox httpd -f -p 8080 -h /local
          SCRIPT
        ]
      }
      resources {
        cpu    = 10
        memory = 16
      }
    }
  }
}`;

interface Member {
  readonly name: string;
  readonly port: string;
  readonly address: string;
  readonly namespace: string;
}

/** So many groups of one task each, started at once and stopped at once. */
export const describeCrowd = (count: number): void => {
  describe(`${count.toString()} groups with networks of their own`, function () {
    this.timeout(240_000);
    let network: NetworkNamespace;
    let quay: Quay;
    let scene: GroupScene;

    before(async function () {
      network = await NetworkNamespace.make();
      quay = await quayFor('exec', undefined, network);
      scene = new GroupScene(quay, network);
      await scene.agent.start();
    });

    after(async function () {
      try {
        await scene.agent.leaveNothing();
        await quay.expectUnchanged();
      } finally {
        await quay.leave();
        await network.leave();
      }
    });

    it('start at once, each with an address, a namespace and a port that leads to it alone', async function () {
      await scene.submit(crowd(count));
      const members = await eventually(() => all(scene, count), 180_000);
      for (const trait of ['name', 'port', 'address', 'namespace'] as const)
        expect(new Set(members.map((member) => member[trait])), trait).to.have.property('size', count);
      const urls = members.map(({ port }) => `http://127.0.0.1:${port}/index.html`);
      const served = await eventually(() => fetched(network, urls), 20_000);
      expect(served).to.deep.equal(members.map(({ name }) => name));
    });

    it('leave nothing once they were stopped at once', async function () {
      const { client, directory } = scene.agent;
      const stopped = await Promise.all(
        (await scene.agent.allocations()).map(({ id }) => client.stop(id, true)),
      );
      for (const answer of stopped) expect(answer.ok, JSON.stringify(answer)).to.equal(true);
      await eventually(async () => {
        expect(await scene.agent.allocations()).to.deep.equal([]);
        expect(await addressesIn(join(directory, 'run/networks/leases/wharf'))).to.deep.equal([]);
        expect(await network.run('iptables-save')).to.not.match(/wharf-|172\.26\.\d+\.\d+\/32/);
        expect(await network.run('ip', '-o', 'link')).to.not.match(/veth/);
      }, 120_000);
    });
  });
};

/** Once all run and have told. */
async function all({ agent }: GroupScene, count: number): Promise<readonly Member[]> {
  const allocations = await agent.allocations();
  expect(allocations).to.have.length(count);
  expect(allocations.flatMap(({ failures }) => failures)).to.deep.equal([]);
  const members: Member[] = [];
  for (const allocation of allocations) members.push(await memberOf(agent, allocation));
  return members;
}

async function memberOf(agent: GroupScene['agent'], allocation: AllocStatus): Promise<Member> {
  const [task] = allocation.tasks;
  expect(task, allocation.name).to.include({ phase: 'running', restarts: 0 });
  const printed = await agent.printed(allocation, 'server');
  const [, port, address] = /^(\d+) .* inet (\d+\.\d+\.\d+\.\d+)/.exec(printed) ?? [];
  const namespace = await readlink(`/proc/${(task?.pid ?? 0).toString()}/ns/net`);
  if (port === undefined || address === undefined) throw new Error(`it told: ${printed}`);
  return { name: allocation.name, port, address, namespace };
}

/** What is served at each of these, asked from the network in which the agent is. */
async function fetched(network: NetworkNamespace, urls: readonly string[]): Promise<readonly string[]> {
  const script = 'for url; do busybox wget -q -O - "$url" || exit; done';
  return (await network.run('sh', '-c', script, 'sh', ...urls)).trim().split('\n');
}

async function addressesIn(directory: string): Promise<readonly string[]> {
  return (await readdir(directory).catch(() => [])).filter((name) => /^\d+\.\d+\.\d+\.\d+$/.test(name));
}
