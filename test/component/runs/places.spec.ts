import { expect } from 'chai';

import type { Job, Task } from '../../../src/domain/model/job.js';
import type { Position } from '../../../src/domain/shape/problem.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { problemsOf } from '../../support/problems.js';
import { MemoryWorld } from './memory-world.js';

const path = 'job.job.group.group.task.task';
const lines: Readonly<Record<string, number>> = {
  [`${path}.config.args[0]`]: 7,
  [`${path}.config.command`]: 8,
  [`${path}.resources.cores`]: 9,
};

const locate = (at: string): Position | undefined =>
  lines[at] === undefined ? undefined : { file: 'x.nomad.hcl', line: lines[at], column: 5 };

const jobOf = (over: Partial<Task>): Job => aJob({ groups: [aGroup({ tasks: [aTask(over)] })] });

const unresolved = jobOf({ config: { command: '/bin/true', args: ['${NOMAD_NOPE}'] } });
const unusable = jobOf({ meta: { program: '' }, config: { command: '${NOMAD_META_program}' } });
const greedy = jobOf({ resources: { ...aTask().resources, cores: 999 } });

describe('what is found only when a job is planned or run', function () {
  it('is told by a plan with its place', async function () {
    for (const [job, line] of [
      [unresolved, 7],
      [unusable, 8],
      [greedy, 9],
    ] as const) {
      const [problem] = problemsOf(await new MemoryWorld({}).plan(job, locate));
      expect(problem?.position, problem?.message).to.deep.equal({ file: 'x.nomad.hcl', line, column: 5 });
    }
  });

  it('is told by a run with its place', async function () {
    const failureOf = async (job: Job): Promise<string | undefined> => {
      const { tasks, failures } = await new MemoryWorld({}).run(job, locate);
      return (failures[0] ?? tasks[0]?.failure)?.message;
    };
    expect(await failureOf(unresolved)).to.match(/^x\.nomad\.hcl:7:5: config\.args\[0\] refers to /);
    expect(await failureOf(unusable)).to.match(/^x\.nomad\.hcl:8:5: config\.command must be /);
    expect(await failureOf(greedy)).to.match(
      /^x\.nomad\.hcl:9:5: job\.job\.group\.group\.task\.task\.resources\.cores asks for 999/,
    );
  });

  it('is told without a place when nobody knows it', async function () {
    const { tasks } = await new MemoryWorld({}).run(unresolved);
    expect(tasks[0]?.failure?.message).to.match(/^config\.args\[0\] refers to /);
  });
});
