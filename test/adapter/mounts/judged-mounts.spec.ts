import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { LocalEnginePlace } from '../../../src/adapters/docker-engine/local-engine-place.js';
import { ProcfsMountTable } from '../../../src/adapters/procfs/procfs-mount-table.js';
import { JudgeMounts } from '../../../src/app/services/judge-mounts.js';
import type { BindMount, Propagation } from '../../../src/domain/model/mount.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { privateEngine } from '../../support/engine/private-engine.js';
import { hostClock } from '../../support/host-clock.js';
import { type BindingTask, bindingRuntimes } from '../../support/mounts/binding-runtimes.js';
import { bindOnto, mountTmpfs } from '../../support/mounts/mounted.js';

const run = promisify(execFile);
const never = new AbortController().signal;
const modes: readonly Propagation[] = ['private', 'host-to-task', 'bidirectional'];

/** Makes a source and tells its path. Where it is on a private mount, one is put below it first. */
const sources: Readonly<Record<string, (directory: string, engineRoot: string) => Promise<string>>> = {
  'a shared mount': async (directory) => {
    await mountTmpfs(join(directory, 'shared'), '--make-rshared');
    return join(directory, 'shared');
  },
  'a directory on a shared mount': async (directory) => {
    await mountTmpfs(join(directory, 'around'), '--make-rshared');
    await mkdir(join(directory, 'around', 'inside'));
    return join(directory, 'around', 'inside');
  },
  'a slave mount': async (directory) => {
    await mountTmpfs(join(directory, 'master'), '--make-rshared');
    await bindOnto(join(directory, 'master'), join(directory, 'slave'), '--make-rslave');
    return join(directory, 'slave');
  },
  'a shared slave mount': async (directory) => {
    await mountTmpfs(join(directory, 'upper'), '--make-rshared');
    await bindOnto(join(directory, 'upper'), join(directory, 'middle'), '--make-rslave', '--make-rshared');
    return join(directory, 'middle');
  },
  'a private mount': async (directory) => {
    await mountTmpfs(join(directory, 'private'), '--make-rprivate');
    return join(directory, 'private');
  },
  'a directory on a private mount': async (directory) => {
    await mountTmpfs(join(directory, 'aside'), '--make-rprivate');
    await mkdir(join(directory, 'aside', 'inside'));
    return join(directory, 'aside', 'inside');
  },
  "a directory below the engine's root": async (_, engineRoot) => {
    await mkdir(join(engineRoot, 'wharf-inside'), { recursive: true });
    return join(engineRoot, 'wharf-inside');
  },
  "a directory beside the engine's root": async (_, engineRoot) => {
    await mkdir(`${engineRoot}-beside`, { recursive: true });
    return `${engineRoot}-beside`;
  },
};

for (const { name, driver, open } of bindingRuntimes.filter(({ name: each }) => !each.includes('crun')))
  describe(`Mounts as they are judged for ${name}`, function () {
    this.timeout(60_000);
    let runtime: BindingTask;
    let judge: JudgeMounts;
    let engineRoot: string;

    before(async function () {
      const engine = await privateEngine();
      engineRoot = join(engine.directory, 'data');
      const place = new LocalEnginePlace(engine.endpoint, hostClock);
      expect(valueOf(await place.locate(never))?.root).to.equal(engineRoot);
      judge = new JudgeMounts({
        mounts: new ProcfsMountTable(),
        engines: new Map(driver === 'docker' ? [['docker', place]] : []),
      });
    });
    beforeEach(async function () {
      runtime = await open();
    });
    afterEach(() => runtime.close());

    for (const [source, make] of Object.entries(sources))
      it(`can be made exactly when they are not refused, over ${source}`, async function () {
        const path = await make(runtime.directory, engineRoot);
        for (const propagation of modes) {
          const bind: BindMount = {
            kind: 'bind',
            source: path,
            target: '/data',
            readOnly: false,
            propagation,
          };
          const problems = valueOf(await judge.judge(driver, [{ bind, path: 'here' }], never));
          const started = await runtime.start('exec sleep 600', [bind]);
          const why = started.ok ? '' : `: ${started.error.message}`;
          expect(
            { propagation, isRefused: problems.length > 0 },
            `${propagation}${why} ${JSON.stringify(problems)}`,
          ).to.deep.equal({ propagation, isRefused: !started.ok });
          await runtime.stopAll();
        }
      });

    it('can be made once the command that is told was run', async function () {
      const path = join(runtime.directory, 'mended');
      await mountTmpfs(path, '--make-rprivate');
      const bind: BindMount = {
        kind: 'bind',
        source: path,
        target: '/data',
        readOnly: false,
        propagation: 'bidirectional',
      };
      const [problem] = valueOf(await judge.judge(driver, [{ bind, path: 'here' }], never));
      await run('sh', ['-c', problem?.suggestion ?? 'false']);
      expect(valueOf(await judge.judge(driver, [{ bind, path: 'here' }], never))).to.deep.equal([]);
      expect(valueOf(await runtime.start('exec sleep 600', [bind]))).to.be.a('number');
    });
  });
