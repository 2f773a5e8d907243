import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { NetworkNamespace } from '../support/networks/network-namespace.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** What each prints, and what is told of its tasks, in whatever order these do it. */
const told = {
  'sidecar-java': [
    'compile * started',
    'compile * exited: 0',
    'server  * started',
    'client  * started',
    'client  | asked http://127.0.0.1:8080/tide, told: the tide is high',
    'client  * exited: 0',
    'server  * stopping: the tasks beside it ended',
    'server  * exited: SIGTERM',
  ],
  propagation: [
    'mount * started',
    'see   * started',
    'see   | in the container: a crate of figs, on a tmpfs',
    'see   * exited: 0',
    'mount | the container has read it',
    'mount * exited: 0',
  ],
};

describe('The example that make run runs', function () {
  this.timeout(240_000);
  let network: NetworkNamespace;
  let quay: Quay;

  before(async function () {
    network = await NetworkNamespace.make();
    quay = await quayFor('exec', undefined, network);
  });

  after(async function () {
    await quay.leave();
    await network.leave();
  });

  /** As `make run JOB=…` does, where no engine answers; what tasks print, and what is told of them. */
  const run = async (job: string): Promise<string> => {
    const [program, ...before] = network.enter;
    const { stdout, stderr } = await promisify(execFile)(program, [...before, 'scripts/run.sh', job], {
      cwd: projectRoot,
      env: {
        ...process.env,
        WHARF_STATE_DIR: join(quay.directory, 'state'),
        WHARF_RUN_DIR: join(quay.directory, 'run'),
        WHARF_DOCKER_ENDPOINT: `unix://${quay.directory}/absent.sock`,
      },
      timeout: 200_000,
    });
    return `${stdout}${stderr}`;
  };

  for (const [name, lines] of Object.entries(told))
    it(`${name} says what it should, and leaves the host as it was`, async function () {
      const said = (await run(`examples/${name}.nomad.hcl`)).split('\n');
      const ofTasks = said.filter((line) => /^\w+ +[|*] /.test(line));
      expect(ofTasks.sort()).to.deep.equal([...lines].sort());
      await quay.expectUnchanged();
      expect(existsSync('/run/wharf-dock')).to.equal(false);
    });
});
