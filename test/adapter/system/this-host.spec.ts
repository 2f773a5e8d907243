import { spawnSync } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { parseOsRelease } from '../../../src/adapters/system/os-release.js';
import { ThisHost } from '../../../src/adapters/system/this-host.js';
import type { HostFacts } from '../../../src/domain/model/host.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const printed = (command: string, ...args: readonly string[]): string =>
  spawnSync(command, args, { encoding: 'utf8' }).stdout.trim();

describe('ThisHost', function () {
  let temporary: TemporaryDirectory;
  let state: string;

  beforeEach(async function () {
    temporary = await temporaryDirectory();
    state = join(temporary.path, 'lib', 'wharf');
  });

  afterEach(async function () {
    await temporary.remove();
  });

  const factsWith = (stateDirectory = state): Answer<HostFacts> =>
    new ThisHost({
      stateDirectory,
      environment: { PATH: '/bin', SECRET: 'x', NONE: undefined },
      environmentDenylist: ['SECRET'],
    }).facts();

  it('tells the facts of this machine by the names that job files use', async function () {
    const facts = valueOf(await factsWith());
    expect(facts.attributes).to.include({
      'kernel.name': 'linux',
      'kernel.version': printed('uname', '-r'),
      'kernel.arch': printed('uname', '-m'),
      'cpu.numcores': cpus().length.toString(),
      'memory.totalbytes': totalmem().toString(),
      'unique.hostname': printed('uname', '-n'),
      'cpu.totalcompute': facts.cpuMhz.toString(),
    });
    expect(facts.attributes['cpu.arch']).to.equal(
      { x86_64: 'amd64', aarch64: 'arm64' }[printed('uname', '-m')],
    );
    expect(facts.attributes['os.name']).to.equal(printed('sh', '-c', '. /etc/os-release; echo $ID'));
    expect(facts.bootId).to.equal(printed('cat', '/proc/sys/kernel/random/boot_id'));
    expect(facts.cpuMhz).to.equal(facts.cores * Number(facts.attributes['cpu.frequency']));
    expect(facts.cpuMhz).to.be.greaterThan(0);
  });

  it('hands on its environment less what is denied', async function () {
    expect(valueOf(await factsWith()).environment).to.deep.equal({ PATH: '/bin' });
  });

  it('makes the id of the node once and keeps it', async function () {
    const { nodeId } = valueOf(await factsWith());
    expect(valueOf(await factsWith()).nodeId).to.equal(nodeId);
    expect(await readFile(join(state, 'node-id'), 'utf8')).to.equal(`${nodeId}\n`);
    expect(await readdir(state)).to.deep.equal(['node-id']);
  });

  it('gives one id to all who ask at the same time', async function () {
    const all = await Promise.all(Array.from({ length: 20 }, () => factsWith()));
    expect(new Set(all.map((facts) => valueOf(facts).nodeId))).to.have.property('size', 1);
    expect(await readdir(state)).to.deep.equal(['node-id']);
  });

  it('says what to do when the file holds no id, and leaves it alone', async function () {
    await mkdir(state, { recursive: true });
    await writeFile(join(state, 'node-id'), 'half an');
    const answer = await factsWith();
    expect(faultOf(answer)).to.equal('internal');
    expect(answer).to.have.nested.property('error.remedy').that.includes(join(state, 'node-id'));
    expect(await readFile(join(state, 'node-id'), 'utf8')).to.equal('half an');
  });

  it('says permission-denied, naming the setting, when the id can not be kept', async function () {
    await writeFile(join(temporary.path, 'file'), '');
    for (const bad of [join(temporary.path, 'file'), join(temporary.path, 'file', 'state'), '/proc/wharf']) {
      const answer = await factsWith(bad);
      expect(faultOf(answer), bad).to.equal('permission-denied');
      expect(answer).to.have.nested.property('error.remedy').that.includes('state_dir');
      expect(answer).to.have.nested.property('error.message').that.includes(bad);
    }
  });
});

describe('parseOsRelease', function () {
  it('reads bare, single and double quoted values, and passes over all else', function () {
    const text = `# a comment\nID=debian\nNAME="A \\"B\\" \\$C"\nVERSION_ID='12'\nEMPTY=\nbroken line\nX=a b\n`;
    expect(parseOsRelease(text)).to.deep.equal({
      ID: 'debian',
      NAME: 'A "B" $C',
      VERSION_ID: '12',
      EMPTY: '',
    });
  });
});
