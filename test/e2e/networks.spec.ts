import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { eventually } from '../../src/testing/eventually.js';
import { compileClass } from '../support/java-classes.js';
import { clientClass, GroupScene, groupJob } from '../support/networks/group-scene.js';
import { NetworkNamespace } from '../support/networks/network-namespace.js';
import { jobText } from '../support/wharf/job-text.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const bridge = (port: number): string => `mode = "bridge"
      port "web" {
        static = ${port.toString()}
        to     = 8080
      }`;

/** A configuration with the volume `classes`, in which is the class that clients of `java` run. */
async function withClasses({ directory }: Quay): Promise<string> {
  const path = join(directory, 'classes');
  await mkdir(path);
  await compileClass(path, 'Client', clientClass);
  const file = join(directory, 'wharf.json');
  await writeFile(file, JSON.stringify({ host_volumes: { classes: { path, read_only: true } } }));
  return file;
}

describe('The tasks of a group with a network of its own', function () {
  this.timeout(180_000);
  let network: NetworkNamespace;
  let quay: Quay;
  let scene: GroupScene;

  before(async function () {
    network = await NetworkNamespace.make();
    quay = await quayFor('docker', undefined, network);
    scene = new GroupScene(quay, network, { WHARF_CONFIG: await withClasses(quay) });
    await scene.agent.start();
    await scene.submit(groupJob('one', bridge(18_080), 'classes'));
    await scene.submit(groupJob('two', bridge(18_081), 'classes'));
  });

  after(async function () {
    await scene.agent.leaveNothing();
    await quay.expectUnchanged();
    await quay.leave();
    await network.leave();
  });

  it('are in one network namespace, whatever their drivers, which is neither the host’s nor that of another group', async function () {
    const [one, two] = [await scene.running('one'), await scene.running('two')];
    expect(one.tasks).to.have.length(4);
    const seen = await scene.namespaces(one);
    expect(seen).to.have.length(1);
    expect(await scene.namespaces(two)).to.have.length(1);
    expect(await scene.namespaces(two)).to.not.deep.equal(seen);
    expect(seen).to.not.deep.equal([await network.number()]);
  });

  it('reach each other on 127.0.0.1, and see no server of another group there', async function () {
    for (const group of ['one', 'two'])
      for (const task of ['exec', 'raw_exec', 'java'])
        await eventually(async () => {
          const alloc = await scene.running(group);
          expect(await scene.agent.printed(alloc, task)).to.equal(`served by ${group}\n`);
        }, 20_000);
  });

  it('answer on the loopback of the host at the port that is published for them', async function () {
    await scene.running('one');
    expect(await scene.fetched(18_080)).to.equal('served by one');
    expect(await scene.fetched(18_081)).to.equal('served by two');
  });

  it('have commands run beside them in that same namespace', async function () {
    const one = await scene.running('one');
    const [namespace] = await scene.namespaces(one);
    for (const { task } of one.tasks) {
      const link = await scene.asked('exec', one.id, task, '--', 'readlink', '/proc/self/ns/net');
      expect(link.trim(), task).to.equal(`net:[${namespace ?? ''}]`);
    }
  });

  it('find the group’s name and its name servers in files of their own', async function () {
    const names = `mode = "bridge"
      hostname = "pier"
      dns {
        servers  = ["10.9.8.7"]
        searches = ["harbour.test"]
      }`;
    await scene.submit(groupJob('named', names, 'classes'));
    const named = await scene.running('named');
    for (const task of ['server', 'exec', 'java']) {
      const asked = async (...words: readonly string[]): Promise<string> =>
        scene.asked('exec', named.id, task, '--', ...words);
      expect(await asked('cat', '/etc/resolv.conf'), task).to.equal(
        'nameserver 10.9.8.7\nsearch harbour.test\n',
      );
      expect(await asked('cat', '/etc/hosts'), task).to.match(/^\d+\.\d+\.\d+\.\d+\s+pier$/m);
      expect((await asked('hostname')).trim(), task).to.equal('pier');
    }
    await scene.asked('stop', '--purge', named.id);
  });

  for (const driver of ['exec', 'docker', 'raw_exec'] as const)
    it(`see a loopback and nothing else without any network, as tasks of ${driver}`, async function () {
      const script = 'cut -d: -f1 /proc/net/dev | tail -n +3; ping -c 1 127.0.0.1 >/dev/null 2>&1; echo done';
      const job = jobText([{ driver, script }], 'network {\n mode = "none"\n }');
      const environment = { WHARF_RAW_EXEC_ENABLED: 'true' };
      const run = await quay.wharf(['run', '--output', 'json', await quay.write(job)], environment).ended();
      expect(run.status, run.stderr).to.equal(0);
      const lines = run.stdout.split('\n').filter((line) => line.includes('"output"'));
      expect(lines.map((line) => (JSON.parse(line) as { line: string }).line.trim())).to.deep.equal([
        'lo',
        'done',
      ]);
    });

  it('are in the host’s network where that is asked for', async function () {
    const job = jobText(
      [{ driver: 'exec', script: 'readlink /proc/self/ns/net' }],
      'network {\n mode = "host"\n }',
    );
    const { stdout, status } = await quay.runAndReport(job);
    expect(status).to.equal(0);
    expect(stdout.map(({ text }) => text)).to.deep.equal([`net:[${await network.number()}]`]);
  });
});
