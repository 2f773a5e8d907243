import { expect } from 'chai';

import { rawExecTranslation } from '../../../../src/domain/drivers/raw-exec/translation.js';
import type { RawExecPolicy } from '../../../../src/domain/model/driver-policy.js';
import type { ProcessSpec } from '../../../../src/domain/model/process-spec.js';
import type { TaskRequest } from '../../../../src/domain/model/task-request.js';
import type { JsonObject } from '../../../../src/domain/shared/json.js';
import { aRequestFor, aTaskRequest, hashed } from '../../../../src/testing/builders/a-task-request.js';
import { aRawExecPolicy } from '../../../support/builders/some-policies.js';
import { valueOf } from '../../../../src/testing/expect-result.js';
import { problemsOf } from '../../../support/problems.js';
import { inOneLine } from '../../../support/reading.js';

const specOf = (request: TaskRequest, policy: Partial<RawExecPolicy> = {}): ProcessSpec =>
  valueOf(rawExecTranslation(aRawExecPolicy(policy)).translate(request, hashed)).spec;
const valid = (config: JsonObject, policy: Partial<RawExecPolicy> = {}): readonly string[] =>
  rawExecTranslation(aRawExecPolicy(policy)).validate(config, []).map(inOneLine);

describe('A raw_exec task', function () {
  it('becomes a supervised process that sees the host as it is', function () {
    const request = aTaskRequest({ command: 'sh', args: ['-c', 'true'] });
    const { identity, ...content } = specOf(request);
    expect(identity).to.include({ ...request.identity });
    expect(content).to.deep.equal({
      name: 'wharf-task-4f0c8a31-c3d4e5f6',
      command: ['sh', '-c', 'true'],
      environment: request.environment,
      user: undefined,
      workDir: '/state/alloc/a1/task',
      isolation: { kind: 'host' },
      network: undefined,
      hostname: undefined,
      mounts: [],
      devices: [],
      limits: request.limits,
      rlimits: [],
      oomScoreAdj: undefined,
    });
  });

  it('has what its driver offers to rules', function () {
    const { driver, capabilities } = rawExecTranslation(aRawExecPolicy());
    expect(driver).to.equal('raw_exec');
    expect(capabilities).to.deep.equal({
      directories: 'on-host',
      hostEnvironment: true,
      mounts: false,
      network: 'by-namespace',
    });
  });

  it("joins its group's network, and keeps the host's files and name", function () {
    const joined = {
      namespacePath: '/run/wharf/networks/n/ns',
      namespace: '4026532000',
      holder: undefined,
      addresses: [],
    };
    const nameFiles = { hosts: '/p/hosts', resolvConf: '/p/resolv.conf' };
    expect(specOf(aTaskRequest({ command: 'sh' }, { network: joined, nameFiles }))).to.deep.include({
      network: { path: '/run/wharf/networks/n/ns' },
      hostname: undefined,
      mounts: [],
    });
  });

  it('runs as it says: where, as whom, how dear', function () {
    const rlimits = [{ name: 'core', soft: 0, hard: 0 }];
    const config = { command: 'sh', work_dir: '/srv/', oom_score_adj: 500 };
    expect(specOf(aRequestFor({ user: 'root', rlimits }, config))).to.deep.include({
      workDir: '/srv',
      user: 'root',
      oomScoreAdj: 500,
      rlimits,
    });
    expect(specOf(aRequestFor({ user: '' }, { command: 'sh', work_dir: '' }))).to.deep.include({
      workDir: '/state/alloc/a1/task',
      user: undefined,
    });
  });

  it('does not see what the operator, or the task itself, denies of the environment', function () {
    const environment = { PATH: '/bin', AWS_KEY: 'a', VAULT_TOKEN: 'b', HOME: '/' };
    const request = aTaskRequest({ command: 'sh', denied_envvars: ['*_TOKEN'] }, { environment });
    expect(specOf(request, { deniedEnvironment: ['AWS_*'] }).environment).to.deep.equal({
      PATH: '/bin',
      HOME: '/',
    });
  });
});

describe('A raw_exec task with something wrong', function () {
  it('hears of everything at once', function () {
    const config = {
      oom_score_adj: -1,
      work_dir: 'x',
      cgroup_v1_override: [{ a: 'b' }],
      cgroup_v2_override: 'c',
    };
    const request = aTaskRequest(config, {
      volumeMounts: [{ kind: 'tmpfs', target: '/x', sizeBytes: 1, mode: 0 }],
    });
    const result = rawExecTranslation(aRawExecPolicy({ enabled: false })).translate(request, hashed);
    const cgroup = 'is not possible: the task is stopped and measured by the cgroup that wharf makes for it';
    expect(problemsOf(result).map(inOneLine)).to.deep.equal([
      'driver is "raw_exec", which is disabled on this host | set raw_exec.enabled = true in the configuration',
      'config.command is required: the program to run, without blanks around it',
      'config.work_dir must be an absolute path, not "x"',
      'config.oom_score_adj must be a whole number from 0 to 1000, not -1',
      `config.cgroup_v1_override ${cgroup}`,
      `config.cgroup_v2_override ${cgroup}`,
      'volume_mount can not be made: tasks of raw_exec see the host as it is',
    ]);
  });
});

describe('A raw_exec task with a good config', function () {
  const volumeMounts = [{ kind: 'tmpfs', target: '/x', sizeBytes: 1, mode: 0 }] as const;

  it('is not made for an operator who has not enabled it', function () {
    const request = aTaskRequest({ command: 'sh' });
    const result = rawExecTranslation(aRawExecPolicy({ enabled: false })).translate(request, hashed);
    expect(problemsOf(result).map(({ path }) => path)).to.deep.equal(['driver']);
  });

  it('is not made with a volume', function () {
    const request = aTaskRequest({ command: 'sh' }, { volumeMounts });
    const result = rawExecTranslation(aRawExecPolicy()).translate(request, hashed);
    expect(problemsOf(result).map(({ path }) => path)).to.deep.equal(['volume_mount']);
  });
});

describe('The config of a raw_exec task', function () {
  it('is judged without a host, references taken for what they may become', function () {
    expect(valid({ command: '${x}', oom_score_adj: '${x}', work_dir: '${x}' })).to.deep.equal([]);
  });

  it('is told what is wrong in it, and that its driver is disabled', function () {
    expect(valid({ args: [] }, { enabled: false })).to.deep.equal([
      'driver is "raw_exec", which is disabled on this host | set raw_exec.enabled = true in the configuration',
      'config.command is required: the program to run, without blanks around it',
    ]);
  });
});
