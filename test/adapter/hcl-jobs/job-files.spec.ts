import { expect } from 'chai';
import { basename, join } from 'node:path';

import { CheckJob } from '../../../src/app/services/check-job.js';
import { dockerTranslation } from '../../../src/domain/drivers/docker/translation.js';
import { execTranslation } from '../../../src/domain/drivers/exec/translation.js';
import { validateJob } from '../../../src/domain/job/validate-job.js';
import type { Job } from '../../../src/domain/model/job.js';
import type { ReadJob } from '../../../src/domain/ports/job-reader.js';
import type { Problem } from '../../../src/domain/shape/problem.js';
import { aDockerPolicy, anExecPolicy } from '../../support/builders/some-policies.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { problemsOf } from '../../support/problems.js';
import {
  examples,
  expectedProblems,
  filesIn,
  inFull,
  jobsForDrivers,
  jobsWrongTogether,
  readerOf,
  readJobFile,
  supportedJobs,
  wrongJobs,
} from './reading-jobs.js';

/** Each reading starts a process. */
const timeoutMs = 120_000;

describe('a job file', () => {
  it('that is an example is read, without a word of warning', async () => {
    const files = (await filesIn(examples)).filter((file) => basename(file).includes('.nomad.'));
    expect(files).not.to.have.length(0);
    for (const file of files) {
      const { warnings } = valueOf(await readJobFile(file));
      expect(warnings, file).to.deep.equal([]);
    }
  }).timeout(timeoutMs);

  it('that is wrong is refused with all of its problems, each with its place', async () => {
    for (const file of (await filesIn(wrongJobs)).filter(isHcl)) {
      const problems = problemsOf(await readJobFile(file));
      expectAll(problems, await expectedProblems(file), file);
    }
  }).timeout(timeoutMs);

  it('that is wrong in a way that only rules or drivers can tell is read in full', async () => {
    for (const file of await filesIn(jobsForDrivers)) {
      const { job } = valueOf(await readJobFile(file));
      expectAll(validateJob(job, context), await expectedProblems(file), file);
    }
  }).timeout(timeoutMs);

  it('that is wrong in many ways is refused with all of them at once, and without consequences', async () => {
    for (const file of await filesIn(jobsWrongTogether)) {
      const check = new CheckJob(readerOf(), context);
      const found = await check.check({ path: file, variables: {}, variableFiles: [], environment: {} });
      expectAll(problemsOf(found), await expectedProblems(file), file);
    }
  }).timeout(timeoutMs);

  it('gives every key to the job', async () => {
    const { job, warnings } = await supported('every-key.nomad.hcl');
    expect(warnings).to.deep.equal([]);
    expect(job).to.deep.equal(everyKey);
  });

  it('means the same in HCL and in the JSON of the API', async () => {
    const { job, warnings } = await supported('every-key.nomad.json');
    expect(warnings).to.deep.equal([]);
    expect(job).to.deep.equal(everyKey);
  });

  it('makes a group of each task that stands in none', async () => {
    const { job } = await supported('lone-task.nomad.hcl');
    expect(job.groups.map(({ name, tasks }) => [name, tasks.map((task) => task.name)])).to.deep.equal([
      ['first', ['first']],
      ['second', ['b']],
    ]);
  });

  it('keeps groups and tasks in the order of the text', async () => {
    const { job } = await supported('order.nomad.hcl');
    expect(job.groups.map(({ name }) => name)).to.deep.equal(['zebra', 'ant']);
    expect(job.groups.flatMap(({ tasks }) => tasks.map(({ name }) => name))).to.deep.equal([
      '2',
      '10',
      '1',
      '__proto__',
      'b',
    ]);
  });

  it('leaves the config of a driver as it is', async () => {
    const { job } = await supported('driver-config.nomad.hcl');
    expect(job.groups[0]?.tasks[0]?.config).to.deep.equal({
      image: 'busybox:local',
      mount: [
        { type: 'bind', source: 'local', target: '/a' },
        { type: 'tmpfs', target: '/b', tmpfs_options: [{ size: 1000 }] },
      ],
      labels: { 'com.example.a': 1, b: 'two' },
      sysctl: [{ somaxconn: '16384' }],
      logging: [{ 'json-file': { max: 1 } }],
      args: ['${NOMAD_PORT_http}', '$${HOME}', '${meta.x}/${node.unique.id}'],
    });
  });

  it('brings texts of many lines along', async () => {
    const { job } = await supported('heredocs.nomad.hcl');
    expect(job.groups[0]?.tasks[0]?.templates.map(({ text }) => text)).to.deep.equal([
      '  kept world\n"quotes" and \\n stay, $5 and 100% too\n${NOMAD_TASK_NAME} ${literal} %{literal}\n',
      'first\n\n  deeper\nworld\n          item a\n          item b\n          last\n',
    ]);
  });

  it('works groups, ports and environments out', async () => {
    const { job } = await supported('expressions.nomad.hcl');
    expect(
      job.groups.map(({ name, count, network, tasks }) => ({
        name,
        count,
        ports: network.ports,
        args: tasks[0]?.config['args'],
        environment: tasks[0]?.environment,
        memory: tasks[0]?.resources.memoryMb,
      })),
    ).to.deep.equal([
      {
        name: 'worker-one',
        count: 1,
        ports: [{ label: 'p0', static: 9001, to: undefined }],
        args: ['--port', 9001, '--peer=two:9002'],
        environment: { LARGEST: '128', MEMORY: '64', PORT: '9001' },
        memory: 64,
      },
      {
        name: 'worker-two',
        count: 2,
        ports: [{ label: 'p0', static: 9002, to: undefined }],
        args: ['--port', 9002, '--peer=one:9001'],
        environment: { LARGEST: '128', MEMORY: '128', PORT: '9002' },
        memory: 128,
      },
    ]);
  });

  it('gives the ports that a task asks for to its group, at those of its port map', async () => {
    const { job } = await supported('old-network.nomad.hcl');
    const [group] = job.groups;
    expect(group?.network.ports).to.deep.equal([
      { label: 'http', static: undefined, to: 80, task: 't' },
      { label: 'fixed', static: 9000, to: undefined, task: 't' },
    ]);
    expect(group?.tasks[0]?.config).to.deep.equal({ image: 'busybox:local', ports: ['http', 'fixed'] });
    expect(validateJob(job, context)).to.deep.equal([]);
  });

  it('gives groups networks of their own, in HCL and in JSON', async () => {
    const { job, warnings } = await supported('own-networks.nomad.hcl');
    expect(warnings).to.deep.equal([]);
    expect(validateJob(job, context)).to.deep.equal([]);
    expect(job.groups.map(({ network: { mode, hostname } }) => ({ mode, hostname }))).to.deep.equal([
      { mode: 'bridge', hostname: 'web' },
      { mode: 'none', hostname: undefined },
      { mode: 'cni/quay-side', hostname: undefined },
      { mode: 'host', hostname: undefined },
    ]);
    const ports = [
      { label: 'http', static: 8080, to: 80 },
      { label: 'any', static: undefined, to: undefined },
    ];
    expect(
      job.groups[0]?.network.ports.map(({ label, static: fixed, to }) => ({ label, static: fixed, to })),
    ).to.deep.equal(ports);
    const inJson = (await supported('own-networks.nomad.json')).job.groups[0]?.network;
    expect(inJson).to.deep.include({ mode: 'bridge', hostname: 'web' });
    expect(
      inJson?.ports.map(({ label, static: fixed, to }) => ({ label, static: fixed, to })),
    ).to.have.deep.members(ports);
  }).timeout(timeoutMs);

  it('tells where its paths are written', async () => {
    const { locate } = await supported('every-key.nomad.hcl');
    const line = (path: string): number | undefined => locate?.(path)?.line;
    expect(line('job.every-key.group.g.task.t.config.command')).to.equal(57);
    expect(line('job.every-key.group.g.task.t.config.imagee')).to.equal(56);
    expect(line('job.every-key.group.g.task.t.volume_mount[0].destination')).to.equal(84);
    expect(line('nothing.of.it')).to.equal(undefined);
    expect(line('job.every-key-1.group.g.task.t.config.command')).to.equal(57);
  });

  it('tells where the restart policy of a task is written, key by key', async () => {
    const { locate } = await supported('restarts.nomad.hcl');
    const line = (path: string): number | undefined => locate?.(path)?.line;
    expect(line('job.restarts.group.g.task.both.restart.attempts')).to.equal(10);
    expect(line('job.restarts.group.g.task.both.restart.interval')).to.equal(4);
    expect(line('job.restarts.group.g.task.both.restart.delay')).to.equal(9);
    expect(line('job.restarts.group.g.task.shared.restart.interval')).to.equal(4);
    expect(line('job.restarts.group.g.task.shared.restart.delay')).to.equal(3);
    expect(line('job.restarts.group.g.task.shared.driver')).to.equal(14);
  });

  it('tells where a task that stands in no group is written', async () => {
    const { locate } = await supported('lone-task.nomad.hcl');
    const line = (path: string): number | undefined => locate?.(path)?.line;
    expect(line('job.lone-task.group.first.task.first')).to.equal(line('job.lone-task.task.first'));
    expect(line('job.lone-task.group.first')).to.equal(line('job.lone-task.task.first'));
    expect(line('job.lone-task.task.first')).to.be.greaterThan(1);
  });
});

const isHcl = (path: string): boolean => path.endsWith('.hcl');

const supported = async (name: string): Promise<ReadJob> =>
  valueOf(await readJobFile(join(supportedJobs, name)));

const context = {
  drivers: { docker: dockerTranslation(aDockerPolicy()), exec: execTranslation(anExecPolicy()) },
  hostVolumes: {},
};

function expectAll(
  problems: readonly Problem[],
  expected: readonly (readonly string[])[],
  file: string,
): void {
  const told = problems.map(inFull);
  for (const parts of expected)
    expect(
      told.some((line) => parts.every((part) => line.includes(part))),
      `${basename(file)}: ${parts.join(' | ')}\namong:\n${told.join('\n')}`,
    ).to.equal(true);
  expect(told, file).to.have.length(expected.length);
}

const everyKey: Job = {
  id: 'every-key-1',
  name: 'Every key',
  type: 'sysbatch',
  namespace: 'trials',
  region: 'north',
  datacenters: ['a', 'b'],
  meta: { owner: 'tests' },
  groups: [
    {
      name: 'g',
      count: 2,
      meta: { level: 'group' },
      shutdownDelayMs: 1000,
      network: {
        mode: 'host',
        ports: [
          { label: 'http', static: 8080, to: 80 },
          { label: 'any', static: undefined, to: undefined },
          { label: 'same', static: undefined, to: undefined },
        ],
        dns: { servers: ['10.0.0.1'], searches: ['internal'], options: ['ndots:2'] },
      },
      volumes: { data: { name: 'data', source: 'data-on-host', readOnly: true } },
      tasks: [
        {
          name: 't',
          driver: 'exec',
          config: { command: '/bin/true' },
          environment: { A: '1', B: 'true', C: 'c' },
          meta: { level: 'task' },
          user: 'daemon',
          leader: true,
          lifecycle: { hook: 'poststart', sidecar: true },
          restart: { attempts: 5, intervalMs: 600_000, delayMs: 2000, mode: 'delay' },
          killTimeoutMs: 90_000,
          killSignal: 'SIGINT',
          shutdownDelayMs: 250,
          logs: { maxFiles: 3, maxFileBytes: 4 * 1024 * 1024, disabled: true },
          resources: { cpuMhz: 0, cores: 2, memoryMb: 128, memoryMaxMb: 256, secretsMb: 2 },
          rlimits: [],
          volumeMounts: [
            { volume: 'data', destination: '/data', readOnly: true, propagation: 'bidirectional' },
          ],
          templates: [
            {
              text: 'A=<< env "B" >>',
              destination: 'secrets/a.env',
              mode: 0o600,
              delimiters: { left: '<<', right: '>>' },
              intoEnvironment: true,
            },
          ],
        },
      ],
    },
  ],
};
