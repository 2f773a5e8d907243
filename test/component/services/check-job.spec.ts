import { expect } from 'chai';

import { CheckJob } from '../../../src/app/services/check-job.js';
import { dockerTranslation } from '../../../src/domain/drivers/docker/translation.js';
import type { JobReader, JobSource, UnreadJob } from '../../../src/domain/ports/job-reader.js';
import { err, ok } from '../../../src/domain/shared/result.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { aDockerPolicy } from '../../support/builders/some-policies.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { problemsOf, told } from '../../support/problems.js';

const context = { drivers: { docker: dockerTranslation(aDockerPolicy()) }, hostVolumes: {} };
const source: JobSource = { path: 'x', variables: {}, variableFiles: [], environment: {} };
const check = (read: Awaited<ReturnType<JobReader['read']>>): ReturnType<CheckJob['check']> =>
  new CheckJob({ read: () => Promise.resolve(read) }, context).check(source);

const jobWith = (config: Readonly<Record<string, string>>): ReturnType<typeof aJob> =>
  aJob({ groups: [aGroup({ tasks: [aTask({ driver: 'docker', config })] })] });

const unread: UnreadJob = {
  problems: [{ path: 'job.job.typ', message: 'is not known here' }],
  job: undefined,
  tasks: [],
  locate: () => undefined,
  isOpen: () => false,
};

describe('checking a job', function () {
  it("adds what drivers ignore to the reader's warnings", async function () {
    const job = jobWith({ image: 'busybox:1', cpuset_cpus: '0' });
    const { warnings } = valueOf(await check(ok({ job, warnings: ['first'] })));
    expect(warnings.map((warning) => warning.split(' ')[0])).to.deep.equal(['first', 'cpuset_cpus']);
  });

  it('judges what could be read of a job that is written wrong', async function () {
    const image = 'job.job.group.group.task.task.config.image';
    const job = jobWith({});
    expect(told(problemsOf(await check(err({ ...unread, job }))))).to.deep.equal([
      'job.job.typ is not known here',
      `${image} is required: the name of an image, such as "redis:7"`,
    ]);
    const tasks = [{ path: 'job.job.task.x', driver: 'docker', config: {}, portLabels: [] }];
    expect(told(problemsOf(await check(err({ ...unread, tasks }))))).to.deep.equal([
      'job.job.typ is not known here',
      'job.job.task.x.config.image is required: the name of an image, such as "redis:7"',
    ]);
  });

  it('says nothing of what is left open', async function () {
    const isOpen = (path: string): boolean => path.endsWith('config.image');
    expect(problemsOf(await check(err({ ...unread, job: jobWith({}), isOpen })))).to.deep.equal(
      unread.problems,
    );
  });
});
