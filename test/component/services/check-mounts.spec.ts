import { expect } from 'chai';

import { MemoryMountTable } from '../../../src/adapters/memory/memory-mount-table.js';
import { CheckJob } from '../../../src/app/services/check-job.js';
import { JudgeMounts } from '../../../src/app/services/judge-mounts.js';
import { dockerTranslation } from '../../../src/domain/drivers/docker/translation.js';
import { execTranslation } from '../../../src/domain/drivers/exec/translation.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { JobContext } from '../../../src/domain/job/validate-job.js';
import type { HostMount } from '../../../src/domain/model/host-mount.js';
import type { Task } from '../../../src/domain/model/job.js';
import type { EngineWhereabouts } from '../../../src/domain/ports/engine-place.js';
import type { MountTable } from '../../../src/domain/ports/mount-table.js';
import { err, ok, type Result } from '../../../src/domain/shared/result.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { aHostMount } from '../../support/builders/a-host-mount.js';
import { aDockerPolicy, anExecPolicy } from '../../support/builders/some-policies.js';

const never: AbortSignal = new AbortController().signal;
const allowCaps = ['all'];
const context: JobContext = {
  drivers: {
    docker: dockerTranslation(aDockerPolicy({ volumesEnabled: true, allowCaps, allowPrivileged: true })),
    exec: execTranslation(anExecPolicy({ allowCaps })),
  },
  hostVolumes: { disk: { path: '/disk', readOnly: false } },
};
const host = [aHostMount('/'), aHostMount('/disk', { peerGroup: 1 }), aHostMount('/cold')];
const image = 'busybox:1';

interface Setting {
  readonly table?: MountTable;
  readonly engine?: EngineWhereabouts;
  readonly over?: Partial<JobContext>;
}

const checked = (
  task: Partial<Task>,
  {
    table = new MemoryMountTable(host),
    engine = { root: '/lib/docker', pid: undefined },
    over = {},
  }: Setting = {},
): ReturnType<CheckJob['check']> => {
  const volumes = { data: { name: 'data', source: 'disk', readOnly: false } };
  const job = aJob({ groups: [aGroup({ volumes, tasks: [aTask(task)] })] });
  const place = { locate: () => Promise.resolve(ok(engine)) };
  const judge = new JudgeMounts({ mounts: table, engines: new Map([['docker', place]]) });
  const reader = { read: () => Promise.resolve(ok({ job, warnings: [] })) };
  const mounts = { judge, taskRoot: '/state/allocs/a/task' };
  return new CheckJob(reader, { ...context, ...over }, mounts).check({
    path: 'x',
    variables: {},
    variableFiles: [],
    environment: {},
  });
};
const wrong = async (...asked: Parameters<typeof checked>): Promise<readonly string[]> => {
  const answer = await checked(...asked);
  return (answer.ok ? [] : answer.error).map(
    ({ path, message }) => `${path.replace('job.job.group.group.task.task.', '')} ${message}`,
  );
};
const both = {
  volume: 'data',
  destination: '/data',
  readOnly: false,
  propagation: 'bidirectional',
} as const;

describe('The mounts of a job that is checked', function () {
  it("are judged by the host's, volumes and what a config binds itself, all at once", async function () {
    const found = await wrong({
      driver: 'docker',
      config: {
        image: '${NOMAD_META_image}',
        volumes: ['/cold:/a:rshared', '/disk:/b:rslave', '/lib/docker/x:/c', '${NOMAD_META_x}:/d:rshared'],
        mount: [
          { type: 'bind', source: '/cold', target: '/e', bind_options: [{ propagation: 'rslave' }] },
          { type: 'bind', source: 'local/x', target: '/f', bind_options: [{ propagation: 'shared' }] },
        ],
      },
      volumeMounts: [both],
    });
    expect(found.map((each) => each.split(',')[0])).to.deep.equal([
      'config.volumes[0] is "bidirectional"',
      'config.volumes[2] is "private"',
      'config.mount[0].bind_options.propagation is "host-to-task"',
      'config.mount[1].bind_options.propagation is "bidirectional"',
    ]);
    expect(found[3]).to.include('/state/allocs/a/task/local/x lies on /,');
  });

  it('may not lie at one place, whoever asks for them', async function () {
    for (const [driver, config] of [
      ['exec', { command: '/bin/true' }],
      ['docker', { image }],
    ] as const)
      for (const destination of ['/local', '/alloc/', '/alloc/logs', '/secrets/.'])
        expect(await wrong({ driver, config, volumeMounts: [{ ...both, destination }] })).to.have.length(1);
    const twice = { image, volumes: ['/disk:/data'], mounts: [{ type: 'tmpfs', target: '/data/' }] };
    expect(await wrong({ driver: 'docker', config: twice, volumeMounts: [both] })).to.deep.equal([
      'mount has /data as the target of more than one',
    ]);
  });

  it('lead nowhere up', async function () {
    const config = { image, volumes: ['/disk:/a/../b'], mount: [{ type: 'tmpfs', target: '/' }] };
    expect(await wrong({ driver: 'docker', config })).to.deep.equal([
      'config.volumes[0] must be a path below /, without "..", not "/a/../b"',
      'config.mount[0].target must be a path below /, without "..", not "/"',
    ]);
  });

  it('may be bidirectional as far as the operator allows it', async function () {
    const config = { image, volumes: ['/disk:/a:rshared', '/disk/x:/b:rshared'] };
    const task: Partial<Task> = { driver: 'docker', config, volumeMounts: [both] };
    const places = async (bidirectional: readonly string[]): Promise<readonly (string | undefined)[]> =>
      (await wrong(task, { over: { bidirectional } })).map((each) => each.split(' ')[0]);
    const volume = 'volume_mount[0].propagation_mode';
    expect(await places(['*'])).to.deep.equal([]);
    expect(await places(['disk'])).to.deep.equal(['config.volumes[0]', 'config.volumes[1]']);
    expect(await places(['/disk/*'])).to.have.members([volume, 'config.volumes[0]']);
    expect(await places([])).to.have.members([volume, 'config.volumes[0]', 'config.volumes[1]']);
  });

  it("are judged by the engine's own, where it has some", async function () {
    const engine = { root: '/lib/docker', pid: 7 };
    const table = new MemoryMountTable(host, (): readonly HostMount[] => [aHostMount('/')]);
    const docker = await wrong(
      { driver: 'docker', config: { image }, volumeMounts: [both] },
      { table, engine },
    );
    expect(docker).to.have.length(1);
    const exec = await wrong({ config: { command: '/bin/true' }, volumeMounts: [both] }, { table, engine });
    expect(exec).to.deep.equal([]);
  });

  it('are not judged where nobody can tell', async function () {
    const missing = err(fault('permission-denied', 'no table'));
    const blind: MountTable = {
      list: () => Promise.resolve(missing),
      ofProcess: () => Promise.resolve(missing),
      resolve: () => Promise.resolve(missing),
      made: () => Promise.resolve(missing),
    };
    const task = { config: { command: '/bin/true' }, volumeMounts: [both] };
    expect(await wrong(task, { table: blind })).to.deep.equal([]);
    const away: Result<EngineWhereabouts | undefined, never> = ok(undefined);
    const judge = new JudgeMounts({
      mounts: new MemoryMountTable([aHostMount('/')]),
      engines: new Map([['docker', { locate: () => Promise.resolve(away) }]]),
    });
    const bind = {
      kind: 'bind',
      source: '/x',
      target: '/y',
      readOnly: false,
      propagation: 'bidirectional',
    } as const;
    expect(valueOf(await judge.judge('docker', [{ bind, path: 'x' }], never))).to.deep.equal([]);
  });

  it('come with a warning when the task itself can mount nothing', async function () {
    const warned = async (task: Partial<Task>): Promise<boolean> =>
      valueOf(await checked({ ...task, volumeMounts: [both] })).warnings.some((each) =>
        each.includes('volume_mount[0].propagation_mode'),
      );
    const command = '/bin/true';
    expect(await warned({ config: { command } })).to.equal(true);
    expect(await warned({ config: { command, cap_add: ['CAP_SYS_ADMIN'] } })).to.equal(false);
    expect(await warned({ driver: 'docker', config: { image } })).to.equal(true);
    expect(await warned({ driver: 'docker', config: { image, cap_add: ['all'] } })).to.equal(false);
    expect(await warned({ driver: 'docker', config: { image, privileged: true } })).to.equal(false);
  });
});
