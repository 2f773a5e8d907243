import { expect } from 'chai';

import { dockerTranslation } from '../../../src/domain/drivers/docker/translation.js';
import { execTranslation } from '../../../src/domain/drivers/exec/translation.js';
import { ignoredOptions } from '../../../src/domain/job/ignored-options.js';
import type { JsonObject } from '../../../src/domain/shared/json.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { aDockerPolicy, anExecPolicy } from '../../support/builders/some-policies.js';

const drivers = { docker: dockerTranslation(aDockerPolicy()), exec: execTranslation(anExecPolicy()) };

const warningsFor = (...configs: readonly JsonObject[]): readonly string[] => {
  const tasks = configs.map((config, index) =>
    aTask({ name: `t${index.toString()}`, driver: 'docker', config }),
  );
  return ignoredOptions(aJob({ groups: [aGroup({ tasks })] }), drivers);
};

describe('An option that a driver takes without effect', function () {
  it('is named in a warning, with all of its places', function () {
    const cpus = { cpuset_cpus: '0-1' };
    expect(warningsFor(cpus, { ...cpus, advertise_ipv6_address: true })).to.deep.equal([
      'cpuset_cpus is ignored: cores are kept for a task by cores in its resources ' +
        '(job.job.group.group.task.t0.config.cpuset_cpus, job.job.group.group.task.t1.config.cpuset_cpus)',
      'advertise_ipv6_address is ignored: one host registers no services ' +
        '(job.job.group.group.task.t1.config.advertise_ipv6_address)',
    ]);
  });

  it('is not, when it says nothing', function () {
    expect(warningsFor({ advertise_ipv6_address: false, cpuset_cpus: '' }, { image: 'x' })).to.deep.equal([]);
  });

  it('is one of its own driver only', function () {
    const tasks = [
      aTask({ config: { cpuset_cpus: '0' } }),
      aTask({ driver: 'none', config: { cpuset_cpus: '0' } }),
    ];
    expect(ignoredOptions(aJob({ groups: [aGroup({ tasks })] }), drivers)).to.deep.equal([]);
  });
});
