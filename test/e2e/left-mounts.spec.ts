import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { Job } from '../../src/domain/model/job.js';
import { aGroup, aJob, aTask } from '../../src/testing/builders/a-job.js';
import { eventually } from '../../src/testing/eventually.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { mountedBelow, mountTmpfs, unmountBelow } from '../support/mounts/mounted.js';
import { AgentHere } from '../support/wharf/agent-here.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

const script =
  'mount -t tmpfs t /data/task && mkdir /data/task/in && mount -t tmpfs t /data/task/in && exec sleep 600';

const jobOf = (id: string, command: string): Job =>
  aJob({
    id,
    groups: [
      aGroup({
        name: id,
        volumes: { data: { name: 'data', source: 'data', readOnly: false } },
        tasks: [
          aTask({
            user: 'root',
            config: { command: '/bin/sh', args: ['-c', command], cap_add: ['sys_admin'] },
            killTimeoutMs: 500,
            volumeMounts: [
              { volume: 'data', destination: '/data', readOnly: false, propagation: 'bidirectional' },
            ],
          }),
        ],
      }),
    ],
  });

describe('Mounts that a task leaves in a volume', function () {
  this.timeout(120_000);
  let quay: Quay;
  let agent: AgentHere;
  let volume: string;
  let before: readonly string[];

  const points = async (): Promise<readonly string[]> =>
    (await mountedBelow(volume)).map(({ mountPoint }) => mountPoint.slice(volume.length));
  const agentWith = (environment: Readonly<Record<string, string>> = {}): AgentHere =>
    new AgentHere(
      {
        directory: quay.directory,
        wharf: (words, own) => quay.wharf(['--host-volume', `data=${volume}`, ...words], own),
      },
      '',
      {
        WHARF_DOCKER_ENABLED: 'false',
        WHARF_EXEC_ALLOW_CAPS: 'all',
        WHARF_EXEC_DENIED_USERS: 'daemon',
        ...environment,
      },
    );
  const mounted = (): Promise<unknown> =>
    eventually(async () => expect(await points()).to.include.members(['/task', '/task/in']), 20_000);
  /** All that was warned of, once the text is among it. */
  const warned = async (text: string): Promise<readonly string[]> =>
    eventually(async () => {
      const events = valueOf(await agent.client.events(0, AbortSignal.timeout(300)));
      const found: string[] = [];
      try {
        for await (const { event } of events)
          if (event.what.type === 'warning') found.push(event.what.message);
      } catch {
        // It was listened to for long enough.
      }
      return found.some((each) => each.includes(text)) && found;
    }, 20_000);
  const killTask = async (): Promise<void> => {
    const { pid } = await agent.task();
    process.kill(pid ?? expect.fail('it has no pid'), 'SIGKILL');
  };

  beforeEach(async function () {
    quay = await quayFor('exec');
    volume = join(quay.directory, 'volume');
    await mountTmpfs(volume, '--make-rshared');
    await mkdir(join(volume, 'task'));
    await writeFile(join(volume, 'task', 'below'), 'kept');
    await mountTmpfs(join(volume, 'others'));
    await writeFile(join(volume, 'others', 'file'), 'kept');
    before = await points();
    agent = agentWith();
    await agent.start();
  });

  afterEach(async function () {
    await agent.leaveNothing();
    await unmountBelow(volume);
    await quay.leave();
  });

  const expectAsBefore = async (): Promise<void> => {
    await eventually(async () => expect(await points()).to.deep.equal(before), 20_000);
    for (const file of ['task/below', 'others/file'])
      expect(await readFile(join(volume, file), 'utf8')).to.equal('kept');
  };

  it('are unmounted once it was killed, and an event names them', async function () {
    valueOf(await agent.client.submit(jobOf('left', script)));
    await agent.untilRuns(0);
    await mounted();
    await killTask();
    await expectAsBefore();
    const told = (await warned('unmounted')).join('\n');
    expect(told).to.include(`${volume}/task/in, ${volume}/task`).and.not.include('others');
  });

  it('are unmounted when the agent was killed before the task was', async function () {
    valueOf(await agent.client.submit(jobOf('left', script)));
    await agent.untilRuns(0);
    await mounted();
    const { pid } = await agent.task();
    await agent.end('SIGKILL');
    process.kill(pid ?? 0, 'SIGKILL');
    await mounted();
    await agent.start();
    await expectAsBefore();
    await warned(`${volume}/task/in, ${volume}/task`);
  });

  it('stay while another task may have made them', async function () {
    valueOf(await agent.client.submit(jobOf('other', 'exec sleep 600')));
    await agent.untilRuns(0, 'other');
    valueOf(await agent.client.submit(jobOf('left', script)));
    const { pid } = await agent.untilRuns(0, 'left');
    await mounted();
    process.kill(pid ?? 0, 'SIGKILL');
    await warned('may be those of task');
    expect(await points()).to.include.members(['/task', '/task/in']);
  });

  it('are only told where the operator wants it so', async function () {
    await agent.end('SIGTERM');
    agent = agentWith({ WHARF_VOLUMES_LEAKED_MOUNTS: 'report' });
    await agent.start();
    valueOf(await agent.client.submit(jobOf('left', script)));
    await agent.untilRuns(0);
    await mounted();
    await killTask();
    await warned(`(${volume}/task/in, ${volume}/task): they stay`);
    expect(await points()).to.include.members(['/task', '/task/in']);
  });
});
