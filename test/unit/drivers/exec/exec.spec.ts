import { expect } from 'chai';

import { execTranslation } from '../../../../src/domain/drivers/exec/translation.js';
import type { ExecPolicy } from '../../../../src/domain/model/driver-policy.js';
import type { Mount } from '../../../../src/domain/model/mount.js';
import type { ProcessSpec } from '../../../../src/domain/model/process-spec.js';
import type { TaskRequest } from '../../../../src/domain/model/task-request.js';
import type { JsonObject } from '../../../../src/domain/shared/json.js';
import { aGroup, aJob, anAllocation } from '../../../../src/testing/builders/a-job.js';
import { anOwnMount } from '../../../support/builders/an-own-mount.js';
import { aRequestFor, aTaskRequest, hashed } from '../../../../src/testing/builders/a-task-request.js';
import { anExecPolicy } from '../../../support/builders/some-policies.js';
import { valueOf } from '../../../../src/testing/expect-result.js';
import { problemsOf } from '../../../support/problems.js';
import { inOneLine } from '../../../support/reading.js';

const minimal = { command: '/bin/true' };

const specOf = (request: TaskRequest, policy: Partial<ExecPolicy> = {}): ProcessSpec =>
  valueOf(execTranslation(anExecPolicy(policy)).translate(request, hashed)).spec;
const spec = (config: JsonObject, policy: Partial<ExecPolicy> = {}): ProcessSpec =>
  specOf(aTaskRequest({ ...minimal, ...config }), policy);
const wrong = (request: TaskRequest, policy: Partial<ExecPolicy> = {}): readonly string[] =>
  problemsOf(execTranslation(anExecPolicy(policy)).translate(request, hashed)).map(inOneLine);
const valid = (config: JsonObject, policy: Partial<ExecPolicy> = {}): readonly string[] =>
  execTranslation(anExecPolicy(policy)).validate(config, []).map(inOneLine);

describe('An exec task', function () {
  it('becomes an isolated process over its own directories', function () {
    const request = aTaskRequest(minimal);
    const { identity, ...content } = specOf(request);
    expect(identity).to.include({ ...request.identity });
    expect(identity.spec).to.contain('/bin/true').and.not.contain(request.identity.attempt);
    expect(content).to.deep.equal({
      name: 'wharf-task-4f0c8a31-c3d4e5f6',
      command: ['/bin/true'],
      environment: request.environment,
      user: 'nobody',
      workDir: '/',
      isolation: {
        kind: 'isolated',
        pid: 'private',
        ipc: 'private',
        capabilities: [
          'CAP_AUDIT_WRITE',
          'CAP_CHOWN',
          'CAP_DAC_OVERRIDE',
          'CAP_FOWNER',
          'CAP_FSETID',
          'CAP_KILL',
          'CAP_MKNOD',
          'CAP_NET_BIND_SERVICE',
          'CAP_SETFCAP',
          'CAP_SETGID',
          'CAP_SETPCAP',
          'CAP_SETUID',
          'CAP_SYS_CHROOT',
        ],
      },
      mounts: [
        anOwnMount('/state/alloc/a1/alloc', '/alloc'),
        anOwnMount('/state/alloc/a1/alloc/logs', '/alloc/logs', true),
        anOwnMount('/state/alloc/a1/task/local', '/local'),
        anOwnMount('/state/alloc/a1/task/secrets', '/secrets'),
        anOwnMount('/state/alloc/a1/task/tmp', '/tmp'),
      ],
      network: undefined,
      hostname: undefined,
      devices: [],
      limits: request.limits,
      rlimits: [],
      oomScoreAdj: undefined,
    });
  });

  it('has what its driver offers to rules', function () {
    const { driver, capabilities } = execTranslation(anExecPolicy());
    expect(driver).to.equal('exec');
    expect(capabilities).to.deep.equal({
      directories: 'in-task',
      hostEnvironment: true,
      mounts: true,
      network: 'by-namespace',
    });
  });

  it("joins its group's network, under its name, and finds who is who there", function () {
    const job = aJob({
      groups: [aGroup({ network: { mode: 'bridge', hostname: 'web', ports: [], dns: undefined } })],
    });
    const joined = {
      namespacePath: '/run/wharf/networks/n/ns',
      namespace: '4026532000',
      holder: undefined,
      addresses: [],
    };
    const nameFiles = { hosts: '/p/hosts', resolvConf: '/p/resolv.conf' };
    const over = { allocation: anAllocation({ job }), network: joined, nameFiles };
    const made = specOf(aTaskRequest(minimal, over));
    expect(made).to.deep.include({ network: { path: '/run/wharf/networks/n/ns' }, hostname: 'web' });
    expect(made.mounts).to.deep.include.members([
      anOwnMount('/p/hosts', '/etc/hosts'),
      anOwnMount('/p/resolv.conf', '/etc/resolv.conf', true),
    ]);
  });

  it('finds what it mounts at /etc/hosts itself', function () {
    const own = anOwnMount('/srv/hosts', '/etc/hosts');
    const nameFiles = { hosts: '/p/hosts', resolvConf: '/p/resolv.conf' };
    const { mounts } = specOf(aTaskRequest(minimal, { nameFiles, volumeMounts: [own] }));
    expect(mounts.filter(({ target }) => target === '/etc/hosts')).to.deep.equal([own]);
  });

  it('is run with its arguments, in the directory it names', function () {
    expect(spec({ args: ['-c', 7], work_dir: '/local//x/' })).to.deep.include({
      command: ['/bin/true', '-c', '7'],
      workDir: '/local/x',
    });
    expect(spec({ work_dir: '' }).workDir).to.equal('/');
  });

  it("has the operator's namespaces unless it names others", function () {
    const host = { defaultPidMode: 'host', defaultIpcMode: 'host' } as const;
    expect(spec({}, host).isolation).to.include({ pid: 'host', ipc: 'host' });
    expect(spec({ pid_mode: '', ipc_mode: '' }, host).isolation).to.include({ pid: 'host', ipc: 'host' });
    expect(spec({ pid_mode: 'private' }, host).isolation).to.include({ pid: 'private', ipc: 'host' });
    expect(spec({ ipc_mode: 'host' }).isolation).to.include({ pid: 'private', ipc: 'host' });
  });

  it('has the capabilities that it asks for and may have', function () {
    const policy = { allowCaps: ['chown', 'net_raw'] };
    expect(spec({ cap_add: ['NET_RAW'] }, policy).isolation).to.have.deep.property('capabilities', [
      'CAP_CHOWN',
      'CAP_NET_RAW',
    ]);
    expect(spec({ cap_drop: ['all'] }, policy).isolation).to.have.deep.property('capabilities', []);
  });

  it('is who it says, or whom the operator has as default', function () {
    expect(specOf(aRequestFor({ user: 'www-data' }, minimal)).user).to.equal('www-data');
    expect(specOf(aRequestFor({ user: '' }, minimal)).user).to.equal('nobody');
    expect(specOf(aRequestFor({}, minimal), { defaultUser: 'daemon' }).user).to.equal('daemon');
  });

  it("has the operator's limit on processes, its own resource limits, and its volumes last", function () {
    const volume: Mount = {
      kind: 'bind',
      source: '/srv',
      target: '/srv',
      readOnly: true,
      propagation: 'private',
    };
    const rlimits = [{ name: 'nofile', soft: 1, hard: 2 }];
    const request = { ...aRequestFor({ rlimits }, minimal), volumeMounts: [volume] };
    const made = specOf(request, { pidsLimit: 64 });
    expect(made.limits).to.deep.equal({ ...request.limits, pids: 64 });
    expect(made.rlimits).to.deep.equal(rlimits);
    expect(made.mounts.at(-1)).to.equal(volume);
    expect(made.mounts).to.have.length(6);
  });
});

describe('An exec task with something wrong', function () {
  it('hears of everything at once', function () {
    const tmp: Mount = { kind: 'tmpfs', target: '/tmp', sizeBytes: undefined, mode: undefined };
    const config = { args: 'x', pid_mode: 'shared', cap_add: ['bpf'], work_dir: 'local', comand: 'a' };
    const request = { ...aRequestFor({ user: 'root' }, config), volumeMounts: [tmp] };
    expect(wrong(request, { enabled: false })).to.deep.equal([
      'driver is "exec", which is disabled on this host | set exec.enabled = true in the configuration',
      'config.comand is not known here | did you mean "command"?',
      'config.command is required: the program to run, without blanks around it',
      'config.args must be a list in which each item is a string, not "x"',
      'config.pid_mode must be one of "private", "host", "", not "shared"',
      'config.cap_add asks for bpf, which this host does not allow | an operator can allow it with exec.allow_caps',
      'config.work_dir must be an absolute path, not "local"',
      'user is "root", which this host does not let tasks be | exec.denied_users says who else',
      'mount has /tmp as the target of more than one',
    ]);
  });

  const users: readonly (readonly [string, readonly string[], boolean])[] = [
    ['root', ['root'], true],
    ['0', ['root'], true],
    ['000', ['root'], true],
    ['0:0', ['root'], true],
    ['root:daemon', ['root'], true],
    ['root', ['0'], true],
    ['1000', ['root'], false],
    ['01000', ['1000'], true],
    ['10', ['1000'], false],
    ['nobody', ['root'], false],
    ['nobody', ['root', 'nobody'], true],
    ['root', [], false],
    ['0x', ['root'], false],
    ['00x', ['0x'], false],
    ['web0', ['root'], false],
    ['a:0', ['root'], false],
  ];
  for (const [user, deniedUsers, refused] of users) {
    it(`may ${refused ? 'not ' : ''}be ${user} where [${deniedUsers.join()}] are denied`, function () {
      const result = execTranslation(anExecPolicy({ deniedUsers })).translate(
        aRequestFor({ user }, minimal),
        hashed,
      );
      expect(result.ok).to.equal(!refused);
    });
  }

  for (const command of ['', ' ', ' a', 'a ']) {
    it(`has no program in "${command}"`, function () {
      expect(wrong(aTaskRequest({ command }))).to.deep.equal([
        `config.command must be the program to run, without blanks around it, not "${command}"`,
      ]);
    });
  }
});

describe('The config of an exec task', function () {
  it('is judged without a host, references taken for what they may become', function () {
    expect(valid(minimal)).to.deep.equal([]);
    const open = {
      command: '${NOMAD_TASK_DIR}/x',
      args: ['${x}'],
      pid_mode: '${x}',
      work_dir: '${x}',
      cap_add: '${x}',
    };
    expect(valid(open)).to.deep.equal([]);
  });

  it('is told what is wrong in it, and that its driver is disabled', function () {
    expect(valid({ pid_mode: 'x' }, { enabled: false })).to.deep.equal([
      'driver is "exec", which is disabled on this host | set exec.enabled = true in the configuration',
      'config.command is required: the program to run, without blanks around it',
      'config.pid_mode must be one of "private", "host", "", not "x"',
    ]);
  });
});
