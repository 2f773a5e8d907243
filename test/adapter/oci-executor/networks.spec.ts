import { readlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { aNetworkNamespace, type PinnedNamespace } from '../../support/a-network-namespace.js';
import { ociRuntimeNames } from '../../support/oci/an-executor.js';
import { TaskRunner } from '../../support/oci/task-runner.js';

const never = new AbortController().signal;
const look = 'readlink /proc/self/ns/net; grep -o "[a-z0-9]*:" /proc/net/dev';

const kinds: Readonly<Record<string, Partial<ProcessSpec>>> = {
  'an isolated task': {},
  'a task in the host': { isolation: { kind: 'host' }, user: undefined },
};

for (const runtime of ociRuntimeNames)
  describe(`the network of a group, joined through ${runtime}`, function () {
    this.timeout(30_000);
    let tasks: TaskRunner;
    let namespace: PinnedNamespace;

    before(async function () {
      tasks = await TaskRunner.open({}, runtime);
      namespace = await aNetworkNamespace(tasks.directory);
    });
    after(async function () {
      await namespace.remove();
      await tasks.close();
    });

    const inNetwork = (over: Partial<ProcessSpec>): Partial<ProcessSpec> => ({
      ...over,
      network: { path: namespace.path },
    });

    const saidBy = async (id: InstanceId, script: string): Promise<string> => {
      const wish = { command: ['sh', '-c', script] as const, terminal: undefined };
      let said = '';
      for await (const { bytes } of valueOf(await tasks.executor.exec(id, wish, never)).output)
        said += Buffer.from(bytes).toString();
      return said;
    };

    for (const [kind, over] of Object.entries(kinds)) {
      it(`is all that ${kind} has, and so are the commands beside it`, async function () {
        const seen = `${namespace.name}\nlo:\n`;
        expect((await tasks.run(look, inNetwork(over))).stdout).to.equal(seen);
        const id = await tasks.start(inNetwork({ ...over, command: ['sleep', '1000'] }));
        const pid = await tasks.pid(id);
        expect(await readlink(`/proc/${pid.toString()}/ns/net`)).to.equal(namespace.name);
        expect(await saidBy(id, look)).to.equal(seen);
        await tasks.remove(id);
      });

      it(`is refused to ${kind} when it is not there`, async function () {
        const spec = aProcessSpec({ ...over, network: { path: join(tasks.directory, 'no-such') } });
        expect(faultOf(await tasks.executor.create(spec, never))).to.equal('not-found');
      });
    }

    it('shows in /sys of an isolated task, and the host in that of a task in the host', async function () {
      const interfaces = 'ls /sys/class/net';
      expect((await tasks.run(interfaces, inNetwork({}))).stdout).to.equal('lo\n');
      const inHost = kinds['a task in the host'] ?? {};
      const [there, here] = [
        await tasks.run(interfaces, inNetwork(inHost)),
        await tasks.run(interfaces, inHost),
      ];
      expect(there.stdout).to.equal(here.stdout);
    });

    it('gives an isolated task the name that its group has, and leaves the host its own', async function () {
      const { stdout } = await tasks.run('uname -n', inNetwork({ hostname: 'web' }));
      expect(stdout).to.equal('web\n');
      expect(hostname()).not.to.equal('web');
      expect((await tasks.run('uname -n', inNetwork({}))).stdout).to.equal(`${hostname()}\n`);
    });

    it('comes with the files that tell names there', async function () {
      const source = join(tasks.directory, 'hosts');
      await writeFile(source, '127.0.0.1 localhost\n172.26.64.2 web\n');
      const mounts = [
        { kind: 'bind', source, target: '/etc/hosts', readOnly: false, propagation: 'private' } as const,
        { kind: 'bind', source, target: '/etc/resolv.conf', readOnly: true, propagation: 'private' } as const,
      ];
      const script = 'tail -1 /etc/hosts; (echo >> /etc/resolv.conf) 2> /dev/null || echo read-only';
      expect((await tasks.run(script, inNetwork({ mounts }))).stdout).to.equal(
        '172.26.64.2 web\nread-only\n',
      );
    });
  });
