import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import type { Mount, Propagation } from '../../../src/domain/model/mount.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { eventually } from '../../../src/testing/eventually.js';
import { faultOf } from '../../../src/testing/expect-result.js';
import { mountsHere } from '../../support/mountinfo.js';
import { TaskRunner } from '../../support/oci/task-runner.js';

const run = promisify(execFile);
const never = new AbortController().signal;
const isolation = {
  kind: 'isolated',
  pid: 'private',
  ipc: 'private',
  capabilities: ['CAP_SYS_ADMIN'],
} as const;

describe('the mounts of a volume', function () {
  this.timeout(30_000);
  let tasks: TaskRunner;
  let volume: string;

  beforeEach(async function () {
    tasks = await TaskRunner.open();
    volume = join(tasks.directory, 'volume');
    await mkdir(volume);
    await run('mount', ['-t', 'tmpfs', 'wharf-test', volume]);
  });

  afterEach(async function () {
    const below = (await mountsHere())
      .map(({ mountPoint }) => mountPoint)
      .filter((at) => at.startsWith(volume));
    for (const point of below.toReversed()) await run('umount', [point]);
    await tasks.close();
  });

  const mounting = (propagation: Propagation): readonly Mount[] => [
    { kind: 'bind', source: volume, target: '/data', readOnly: false, propagation },
  ];

  /** Mounts something on either side, and tells on which other side it is seen. */
  async function passed(
    propagation: Propagation,
  ): Promise<{ readonly toTask: boolean; readonly toHost: boolean }> {
    await run('mount', ['--make-rshared', volume]);
    for (const side of ['host', 'task']) await mkdir(join(volume, side));
    const script = [
      'mount -t tmpfs t /data/task && echo > /data/task/seen && echo ready',
      'while [ ! -e /data/go ]; do sleep 0.02; done; ls -A /data/host',
    ].join('; ');
    const ended = tasks.run(script, { mounts: mounting(propagation), user: 'root', isolation });
    const toHost = eventually(async () => (await readdir(join(volume, 'task'))).includes('seen'), 1000).catch(
      () => false,
    );
    await run('mount', ['-t', 'tmpfs', 't', join(volume, 'host')]);
    await run('touch', [join(volume, 'host', 'seen')]);
    const isSeen = await toHost;
    await run('touch', [join(volume, 'go')]);
    const { stdout, stderr } = await ended;
    expect(stderr).to.equal('');
    return { toTask: stdout.endsWith('seen\n'), toHost: isSeen };
  }

  for (const [propagation, toTask, toHost] of [
    ['private', false, false],
    ['host-to-task', true, false],
    ['bidirectional', true, true],
  ] as const) {
    it(`show ${toTask ? '' : 'not '}in the task and ${toHost ? '' : 'not '}on the host when it is ${propagation}`, async function () {
      // The task's own mount comes first or second: a private one must see neither, whichever way.
      const seen = await passed(propagation);
      expect(seen.toHost).to.equal(toHost);
      if (propagation !== 'private') expect(seen.toTask).to.equal(toTask);
    });
  }

  for (const propagation of ['host-to-task', 'bidirectional'] as const) {
    it(`are refused as ${propagation} when the host's mount is private, with nothing left`, async function () {
      await run('mount', ['--make-rprivate', volume]);
      const spec = aProcessSpec({ mounts: mounting(propagation), command: ['true'] });
      const made = await tasks.executor.create(spec, never);
      expect(faultOf(made)).to.equal('unsupported');
      expect(!made.ok && made.error.message)
        .to.include('/data')
        .and.include(propagation);
      expect(!made.ok && made.error.remedy).to.equal(`mount --make-rshared ${volume}`);
      expect(await tasks.traces(spec.name)).to.deep.equal([]);
    });
  }
});
