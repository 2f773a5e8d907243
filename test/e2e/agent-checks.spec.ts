import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

import { expect } from 'chai';

import { temporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.js';
import { type Ended, WharfProcess } from '../support/wharf/wharf-process.js';

describe('an agent that only checks its settings', function () {
  this.timeout(30_000);
  let directory: TemporaryDirectory;
  let engine: Server;
  let connections = 0;

  before(async function () {
    directory = await temporaryDirectory();
    engine = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(join(directory.path, 'engine.sock'));
    await once(engine, 'listening');
  });
  after(async function () {
    engine.close();
    await directory.remove();
  });

  const wharf = (
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): WharfProcess =>
    new WharfProcess(words, {
      stateDirectory: join(directory.path, 'state'),
      runDirectory: join(directory.path, 'run'),
      environment: {
        WHARF_DOCKER_ENDPOINT: `unix://${join(directory.path, 'engine.sock')}`,
        ...environment,
      },
    });
  const checked = (environment?: Readonly<Record<string, string>>): Promise<Ended> =>
    wharf(['agent', '--check'], environment).ended(20_000);

  it('says that they are valid, asks nothing of the engine and makes nothing', async function () {
    const { status, stdout, stderr } = await checked({ WHARF_GC_DANGLING_CONTAINERS_PERIOD: '1s' });
    expect(status, stderr).to.equal(0);
    expect(stdout).to.include('the settings are valid');
    expect(connections).to.equal(0);
    expect(await readdir(directory.path)).to.deep.equal(['engine.sock']);
  });

  it('says what is wrong, and asks nothing of the engine', async function () {
    const { status, stderr } = await checked({ WHARF_GC_DANGLING_CONTAINERS_CREATION_GRACE: '1s' });
    expect(status).to.equal(125);
    expect(stderr).to.include('WHARF_GC_DANGLING_CONTAINERS_CREATION_GRACE');
    expect(connections).to.equal(0);
  });

  it('would have been seen asking it', async function () {
    await wharf(['doctor']).ended(20_000);
    expect(connections).to.be.greaterThan(0);
  });
});
