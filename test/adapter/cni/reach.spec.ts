import { spawn } from 'node:child_process';

import { expect } from 'chai';

import { valueOf } from '../../../src/testing/expect-result.js';
import { aPublishingPlan } from '../../support/cni/crash-cycle.js';
import { NetworkHost } from '../../support/cni/network-host.js';

const never = new AbortController().signal;
const serve = `
  const text = process.argv[1];
  require('node:net').createServer((socket) => socket.end(text)).listen(80, () => console.log('up'));
`;
const ask = `
  const socket = require('node:net').connect(Number(process.argv[2]), process.argv[1]);
  socket.setTimeout(3000, () => socket.destroy(new Error('no answer')));
  socket.on('error', (error) => { console.log(error.message); });
  socket.pipe(process.stdout);
`;

describe('A network of CNI plugins', function () {
  this.timeout(60_000);
  let host: NetworkHost;
  const ends: (() => unknown)[] = [];

  beforeEach(async function () {
    host = await NetworkHost.make();
  });
  afterEach(async function () {
    for (const end of ends.splice(0).reverse()) await end();
    await host.dispose();
  });

  const serving = async (port: number, text: string): Promise<{ address: string; namespacePath: string }> => {
    const networks = host.networks();
    const { id, addresses, namespacePath } = valueOf(await networks.add(aPublishingPlan(port), never));
    ends.push(() => networks.remove(id, never));
    const child = spawn('nsenter', [`--net=${namespacePath}`, process.execPath, '-e', serve, text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    ends.push(() => child.kill('SIGKILL'));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    return { address: addresses[0]?.address ?? '', namespacePath };
  };
  const askFrom = (words: readonly string[], address: string, port: number): Promise<string> =>
    host.output('env', [...words, process.execPath, '-e', ask, address, port.toString()]);

  it('leads to the tasks by its address, by its port of the host, and from task to task', async function () {
    const one = await serving(23_001, 'one');
    const other = await serving(23_002, 'other');
    expect(await askFrom([], one.address, 80)).to.equal('one');
    expect(await askFrom([], '127.0.0.1', 23_001)).to.equal('one');
    expect(await askFrom([], '172.26.64.1', 23_002)).to.equal('other');
    const inside = ['nsenter', `--net=${other.namespacePath}`, '--'];
    expect(await askFrom(inside, one.address, 80)).to.equal('one');
    expect(await askFrom(inside, '127.0.0.1', 80)).to.equal('other');
    expect(await askFrom(inside, '172.26.64.1', 23_001)).to.equal('one');
    // Its own port of the host, by which it is known to others.
    expect(await askFrom(inside, '172.26.64.1', 23_002)).to.equal('other');
  });
});
