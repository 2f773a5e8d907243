import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import type { HostMount } from '../../../src/domain/model/host-mount.js';
import { eventually } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { type BindingTask, bindingRuntimes } from '../../support/mounts/binding-runtimes.js';
import { mountedBelow, mountTmpfs } from '../../support/mounts/mounted.js';

const run = promisify(execFile);
const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
const modes = [
  { mode: 'private', toTask: false, toHost: false },
  { mode: 'host-to-task', toTask: true, toHost: false },
  { mode: 'bidirectional', toTask: true, toHost: true },
] as const;

for (const { name, open } of bindingRuntimes)
  for (const { mode, toTask, toHost } of modes)
    describe(`A ${mode} bind of ${name}`, function () {
      this.timeout(60_000);
      let runtime: BindingTask;
      let volume: string;
      let pid: number;

      before(async function () {
        runtime = await open();
        volume = join(runtime.directory, 'volume');
        await mountTmpfs(volume, '--make-rshared');
        await mountTmpfs(join(volume, 'before'));
        await writeFile(join(volume, 'before', 'seen'), '');
        for (const side of ['host', 'task']) await mkdir(join(volume, side));
        const script =
          'mount -t tmpfs t /data/task && echo > /data/task/seen; echo > /data/ready; exec sleep 600';
        const started = await runtime.start(script, [
          { kind: 'bind', source: volume, target: '/data', readOnly: false, propagation: mode },
        ]);
        pid = valueOf(started) ?? 0;
        await eventually(() => isThere(join(volume, 'ready')), 10_000);
        await run('mount', ['-t', 'tmpfs', 'wharf-test', join(volume, 'host')]);
        await writeFile(join(volume, 'host', 'seen'), '');
      });

      after(() => runtime.close());

      const inTask = (path: string): string => `/proc/${pid.toString()}/root/data/${path}`;
      const mountAt = async (path: string, of?: number): Promise<HostMount | undefined> =>
        (await mountedBelow(path, of)).find(({ mountPoint }) => mountPoint === path);

      it(`shows ${toTask ? 'what' : 'nothing of what'} the host mounts later`, async function () {
        expect(await isThere(join(volume, 'host', 'seen'))).to.equal(true);
        expect(await isThere(inTask('host/seen'))).to.equal(toTask);
        expect((await mountAt('/data/host', pid)) !== undefined).to.equal(toTask);
      });

      it(`shows the host ${toHost ? 'what' : 'nothing of what'} the task mounts`, async function () {
        expect(await isThere(inTask('task/seen'))).to.equal(true);
        expect(await isThere(join(volume, 'task', 'seen'))).to.equal(toHost);
        expect((await mountAt(join(volume, 'task'))) !== undefined).to.equal(toHost);
      });

      it('shows what was mounted in it before, as the kernel tags it', async function () {
        expect(await isThere(inTask('before/seen'))).to.equal(true);
        for (const [there, here] of [
          ['/data', volume],
          ['/data/before', join(volume, 'before')],
        ] as const) {
          const group = (await mountAt(here))?.peerGroup;
          expect(group).to.be.a('number');
          const seen = await mountAt(there, pid);
          expect({ peerGroup: seen?.peerGroup, master: seen?.master }).to.deep.equal({
            peerGroup: mode === 'bidirectional' ? group : undefined,
            master: mode === 'host-to-task' ? group : undefined,
          });
        }
      });
    });
