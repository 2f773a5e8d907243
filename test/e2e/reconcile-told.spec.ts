import { mkdir } from 'node:fs/promises';

import { expect } from 'chai';

import { type Identity, labelsOf } from '../../src/domain/model/identity.js';
import type { AllocId } from '../../src/domain/model/ids.js';
import { aGroup, aJob, aTask } from '../../src/testing/builders/a-job.js';
import { anAllocId, anIdentity } from '../../src/testing/builders/an-identity.js';
import { eventually } from '../../src/testing/eventually.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { taskEnvironment, taskMounts } from '../support/builders/a-host-object.js';
import { engineRequest } from '../support/engine/engine-request.js';
import { AgentHere } from '../support/wharf/agent-here.js';
import { type Quay, quayFor } from '../support/wharf/quay.js';

describe('wharf reconcile --dry-run', function () {
  this.timeout(120_000);
  const planted: string[] = [];
  let quay: Quay;
  let agent: AgentHere;

  before(async function () {
    quay = await quayFor('docker');
    agent = new AgentHere(quay);
    await agent.start();
  });
  after(async function () {
    for (const id of planted) await engine(`/containers/${id}?force=1`, 'DELETE');
    await agent.leaveNothing().finally(() => quay.leave());
  });

  const engine = async (path: string, method: string, body?: object): Promise<unknown> => {
    const socket = (quay.environment['WHARF_DOCKER_ENDPOINT'] ?? '').replace('unix://', '');
    return (await engineRequest(socket, path, { method, ...(body === undefined ? {} : { body }) })).json;
  };
  /** A container that was made past the agent. */
  const plant = async (body: object): Promise<string> => {
    const asked = { Image: 'busybox:local', Cmd: ['sleep', '600'], ...body };
    const { Id: id } = (await engine('/containers/create', 'POST', asked)) as { readonly Id: string };
    planted.push(id);
    return id;
  };
  const labelled = async (over: Partial<Identity>): Promise<string> =>
    plant({ Labels: labelsOf(anIdentity({ owner: valueOf(await agent.client.health()).owner, ...over })) });
  const withEnvironment = (alloc: AllocId): Promise<string> =>
    plant({ Env: Object.entries(taskEnvironment(alloc)).map(([name, value]) => `${name}=${value}`) });
  const withMounts = async (alloc: AllocId): Promise<string> => {
    const mounts = taskMounts(alloc, `${quay.directory}/state/allocs`);
    for (const { source } of mounts) await mkdir(source, { recursive: true });
    const Mounts = mounts.map(({ source, target }) => ({ Type: 'bind', Source: source, Target: target }));
    return plant({ HostConfig: { Mounts } });
  };

  it('tells of every object why it is spared, and takes none away', async function () {
    const task = (driver: 'docker' | 'exec'): ReturnType<typeof aTask> =>
      aTask({
        name: driver,
        driver,
        config: {
          ...(driver === 'docker' ? { image: 'busybox:local' } : {}),
          command: '/bin/sleep',
          args: ['600'],
        },
        killTimeoutMs: 1000,
      });
    valueOf(await agent.client.submit(aJob({ groups: [aGroup({ tasks: [task('docker'), task('exec')] })] })));
    const { id: alloc, tasks } = await eventually(async () => {
      const [only] = await agent.allocations();
      return only?.tasks.every(({ handle }) => handle !== undefined) === true && only;
    }, 30_000);
    const reasons = new Map([
      ...tasks.map(({ handle }) => [handle?.instance ?? '', 'it is a task that is kept track of'] as const),
      [await labelled({ kind: 'holder', alloc }), 'its group lives'],
      [await labelled({}), 'it is ours and not known, but so young that it may be in the making, for '],
      [await plant({ Labels: labelsOf(anIdentity()) }), 'it belongs to another agent'],
      [await withEnvironment(anAllocId()), 'it has no label of ours, and not both'],
      [await withMounts(anAllocId()), 'it has no label of ours, and not both'],
      [await plant({}), 'it has no label of ours, and not both'],
    ]);
    const { status, stdout, stderr } = await quay.wharf(['reconcile', '--dry-run']).ended(30_000);
    expect(status, stderr).to.equal(0);
    for (const [id, why] of reasons) {
      const line = stdout.split('\n').find((each) => each.includes(id.slice(0, 12)));
      expect(line, `${id} in:\n${stdout}`).to.include(why);
    }
    const left = (await engine('/containers/json?all=1', 'GET')) as readonly { readonly Id: string }[];
    expect(left.map(({ Id }) => Id)).to.include.members(planted);
  });
});
