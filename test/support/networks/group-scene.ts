import { readlink } from 'node:fs/promises';

import { expect } from 'chai';

import type { AllocStatus } from '../../../src/app/agent.js';
import { eventually } from '../../../src/testing/eventually.js';
import { AgentHere } from '../wharf/agent-here.js';
import type { Quay } from '../wharf/quay.js';
import type { NetworkNamespace } from './network-namespace.js';

/**
 * Tasks of every kind in one group: a server in a container, and clients that ask it on 127.0.0.1 until it answers. One of
 * them is of `java` where `classes`, a volume of the host, has the class to run.
 */
export const groupJob = (name: string, network: string, classes?: string): string => `
job "${name}" {
  group "${name}" {
    network {
      ${network}
    }
    restart {
      attempts = 100
      interval = "1h"
      delay    = "1s"
      mode     = "delay"
    }
    task "server" {
      driver       = "docker"
      kill_timeout = "1s"
      config {
        image   = "busybox:local"
        command = "/bin/sh"
        args    = ["-c", "echo served by ${name} > /tmp/index.html; exec busybox httpd -f -p 8080 -h /tmp"]
      }
    }
    ${['exec', 'raw_exec'].map(client).join('\n')}
    ${classes === undefined ? '' : javaClient(classes)}
  }
}`;

const client = (driver: string): string => `
    task "${driver}" {
      driver       = "${driver}"
      kill_timeout = "1s"
      config {
        command = "/bin/sh"
        args    = ["-c", <<-SCRIPT
          until busybox wget -q -O - http://127.0.0.1:8080/index.html; do sleep 0.1; done
          exec sleep 1000000
          SCRIPT
        ]
      }
    }`;

/** What the client of `java` is: it prints what the server answers. */
export const clientClass = `
import java.net.URI;
import java.net.URL;

public class Client {
  public static void main(String[] words) throws Exception {
    URL url = URI.create("http://127.0.0.1:8080/index.html").toURL();
    for (;;)
      try {
        System.out.write(url.openStream().readAllBytes());
        System.out.flush();
        Thread.sleep(Long.MAX_VALUE);
      } catch (java.io.IOException notYet) {
        Thread.sleep(100);
      }
  }
}
`;

const javaClient = (classes: string): string => `
    volume "classes" {
      type   = "host"
      source = "${classes}"
    }
    task "java" {
      driver       = "java"
      kill_timeout = "1s"
      config {
        class      = "Client"
        class_path = "local/classes"
      }
      volume_mount {
        volume      = "classes"
        destination = "/local/classes"
      }
    }`;

/** An agent in a network of its own, and its groups as they are seen from outside. */
export class GroupScene {
  readonly agent: AgentHere;
  readonly quay: Quay;
  readonly #network: NetworkNamespace;
  readonly #environment: Readonly<Record<string, string>>;

  constructor(quay: Quay, network: NetworkNamespace, environment: Readonly<Record<string, string>> = {}) {
    this.quay = quay;
    this.#network = network;
    this.#environment = { WHARF_RAW_EXEC_ENABLED: 'true', ...environment };
    this.agent = new AgentHere(quay, '', this.#environment);
  }

  async submit(job: string): Promise<void> {
    await this.asked('run', '--detach', await this.quay.write(job));
  }

  /** What a command says, when it succeeds. */
  async asked(...words: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.quay.wharf(words, this.#environment).ended(30_000);
    expect(status, `${words.join(' ')}: ${stderr}`).to.equal(0);
    return stdout;
  }

  /** Once all tasks of the group run. */
  async running(group: string, boundMs = 60_000): Promise<AllocStatus> {
    return eventually(async () => {
      const alloc = await this.agent.allocation(group);
      for (const { task, phase, pid } of alloc.tasks) {
        expect(phase, task).to.equal('running');
        expect(pid, task).to.be.a('number');
      }
      return alloc;
    }, boundMs);
  }

  /** The network namespaces of an allocation's tasks, as the kernel numbers them; each once. */
  async namespaces({ tasks }: AllocStatus): Promise<readonly string[]> {
    const links = await Promise.all(tasks.map(({ pid = 0 }) => readlink(`/proc/${pid.toString()}/ns/net`)));
    return [...new Set(links)].map((link) => link.replaceAll(/\D/g, ''));
  }

  /** What the server of a group says at that port, asked from the network in which the agent is. */
  async fetched(port: number): Promise<string> {
    const url = `http://127.0.0.1:${port.toString()}/index.html`;
    return (await this.#network.run('busybox', 'wget', '-q', '-O', '-', url)).trim();
  }
}
