import { expect } from 'chai';

import { execTranslation } from '../../../../src/domain/drivers/exec/translation.js';
import { describeJava } from '../../../../src/domain/drivers/java/description.js';
import { javaTranslation } from '../../../../src/domain/drivers/java/translation.js';
import type { JavaPolicy } from '../../../../src/domain/model/driver-policy.js';
import type { Mount } from '../../../../src/domain/model/mount.js';
import type { ProcessSpec } from '../../../../src/domain/model/process-spec.js';
import type { TaskRequest } from '../../../../src/domain/model/task-request.js';
import type { JsonObject } from '../../../../src/domain/shared/json.js';
import { aGroup, anAllocation } from '../../../../src/testing/builders/a-job.js';
import { aRequestFor, aTaskRequest, hashed } from '../../../../src/testing/builders/a-task-request.js';
import { valueOf } from '../../../../src/testing/expect-result.js';
import { aJavaPolicy, anExecPolicy } from '../../../support/builders/some-policies.js';
import { aJoinedNetwork } from '../../../support/builders/a-task-network.js';
import { problemsOf } from '../../../support/problems.js';
import { inOneLine } from '../../../support/reading.js';

const specOf = (request: TaskRequest, policy: Partial<JavaPolicy> = {}): ProcessSpec =>
  valueOf(javaTranslation(aJavaPolicy(policy)).translate(request, hashed)).spec;
const commandOf = (config: JsonObject, policy: Partial<JavaPolicy> = {}): readonly string[] =>
  specOf(aTaskRequest(config), policy).command;
const wrong = (request: TaskRequest, policy: Partial<JavaPolicy> = {}): readonly string[] =>
  problemsOf(javaTranslation(aJavaPolicy(policy)).translate(request, hashed)).map(inOneLine);
const valid = (config: JsonObject): readonly string[] =>
  javaTranslation(aJavaPolicy()).validate(config, []).map(inOneLine);

const jar = { jar_path: 'local/app.jar' };

describe('A java task', function () {
  const commands: readonly (readonly [JsonObject, readonly string[]])[] = [
    [{ class: 'Main' }, ['java', 'Main']],
    [jar, ['java', '-jar', 'local/app.jar']],
    [{ class: 'a.B', class_path: 'local:local/x.jar' }, ['java', '-cp', 'local:local/x.jar', 'a.B']],
    [{ ...jar, class_path: 'local' }, ['java', '-cp', 'local', '-jar', 'local/app.jar']],
    [{ ...jar, args: ['-x', 7] }, ['java', '-jar', 'local/app.jar', '-x', '7']],
    [
      { ...jar, jvm_options: ['-Da=b c', '-Xmx64m'] },
      ['java', '-Da=b c', '-Xmx64m', '-jar', 'local/app.jar'],
    ],
    [
      { class: 'M', class_path: 'c', jvm_options: ['-o'], args: ['a', ''] },
      ['java', '-o', '-cp', 'c', 'M', 'a', ''],
    ],
    [{ class: 'M', jar_path: '', class_path: '' }, ['java', 'M']],
    [{ ...jar, class: '' }, ['java', '-jar', 'local/app.jar']],
  ];
  for (const [config, command] of commands) {
    it(`with ${JSON.stringify(config)} runs ${command.join(' ')}`, function () {
      expect(commandOf(config)).to.deep.equal(command);
    });
  }

  it("runs the operator's Java", function () {
    expect(commandOf({ class: 'M' }, { path: '/usr/lib/jvm/21/bin/java' })).to.deep.equal([
      '/usr/lib/jvm/21/bin/java',
      'M',
    ]);
  });

  it("joins its group's network, under its name, and finds who is who there", function () {
    const network = { mode: 'bridge', hostname: 'web', ports: [], dns: undefined } as const;
    const files = { hosts: '/p/hosts', resolvConf: '/p/resolv.conf' };
    const java = specOf(
      aTaskRequest(jar, {
        allocation: anAllocation({ group: aGroup({ network }) }),
        network: aJoinedNetwork(),
        nameFiles: files,
      }),
    );
    expect(java).to.deep.include({ network: { path: aJoinedNetwork().namespacePath }, hostname: 'web' });
    expect(java.mounts.map(({ target }) => target)).to.include.members(['/etc/hosts', '/etc/resolv.conf']);
    const { network: none, hostname } = specOf(aTaskRequest(jar));
    expect({ none, hostname }).to.deep.equal({ none: undefined, hostname: undefined });
  });

  it('is in all else what a task of exec is that runs the same', function () {
    const volume: Mount = {
      kind: 'bind',
      source: '/srv',
      target: '/srv',
      readOnly: true,
      propagation: 'bidirectional',
    };
    const policy = { allowCaps: ['chown', 'net_raw'], defaultPidMode: 'host', pidsLimit: 64 } as const;
    const common = { ipc_mode: 'host', cap_add: ['net_raw'], cap_drop: ['chown'], work_dir: '/local' };
    const task = { user: 'www-data', rlimits: [{ name: 'nofile', soft: 1, hard: 2 }] };
    const requestWith = (config: JsonObject): TaskRequest => ({
      ...aRequestFor(task, { ...common, ...config }),
      volumeMounts: [volume],
    });
    const exec = execTranslation(anExecPolicy(policy)).translate(
      requestWith({ command: 'java', args: ['-jar', 'local/app.jar'] }),
      hashed,
    );
    const java = specOf(requestWith(jar), policy);
    expect(java).to.deep.equal(valueOf(exec).spec);
    expect(java.mounts.at(-1)).to.equal(volume);
    expect(javaTranslation(aJavaPolicy()).capabilities).to.deep.equal(
      execTranslation(anExecPolicy()).capabilities,
    );
  });
});

describe('A java task with something wrong', function () {
  it('hears of everything at once', function () {
    const config = {
      jar: 'a.jar',
      args: 'x',
      jvm_options: 7,
      pid_mode: 'shared',
      cap_add: ['bpf'],
      work_dir: 'l',
    };
    expect(wrong(aRequestFor({ user: 'root' }, config), { enabled: false })).to.deep.equal([
      'driver is "java", which is disabled on this host | set java.enabled = true in the configuration',
      'config.jar is not known here',
      'config.jvm_options must be a list in which each item is a string, not 7',
      'config.args must be a list in which each item is a string, not "x"',
      'config.pid_mode must be one of "private", "host", "", not "shared"',
      'config.cap_add asks for bpf, which this host does not allow | an operator can allow it with java.allow_caps',
      'config.work_dir must be an absolute path, not "l"',
      'config needs "jar_path" or "class"',
      'user is "root", which this host does not let tasks be | java.denied_users says who else',
    ]);
  });

  const entries: readonly (readonly [JsonObject, readonly string[]])[] = [
    [{}, ['config needs "jar_path" or "class"']],
    [{ class: '', jar_path: '' }, ['config needs "jar_path" or "class"']],
    [{ class: null, jar_path: [] }, ['config needs "jar_path" or "class"']],
    [{ class: 'M', ...jar }, ['config has both "jar_path" and "class" | leave one out']],
    [
      { class: '-version' },
      [
        'config.class must be the name of a class, such as "com.example.Main", without blanks around it, not "-version"',
      ],
    ],
    [
      { jar_path: ' a.jar' },
      [
        'config.jar_path must be the path of a jar, such as "local/app.jar", without blanks around it, not " a.jar"',
      ],
    ],
    [{ ...jar, jar_pth: 'x' }, ['config.jar_pth is not known here | did you mean "jar_path"?']],
    [{ ...jar, command: 'java' }, ['config.command is not known here']],
  ];
  for (const [config, problems] of entries) {
    it(`hears what is wrong with ${JSON.stringify(config)}, with a host and without`, function () {
      expect(wrong(aTaskRequest(config))).to.deep.equal(problems);
      expect(valid(config)).to.deep.equal(problems);
    });
  }
});

describe('The config of a java task', function () {
  it('is judged without a host, references taken for what they may become', function () {
    expect(valid(jar)).to.deep.equal([]);
    expect(
      valid({ class: '${x}', class_path: '${x}', jvm_options: ['${x}'], args: '${x}', work_dir: '${x}' }),
    ).to.deep.equal([]);
  });
});

describe('describeJava', function () {
  it('tells of the Java first, and of what isolates it under names of its own', function () {
    const executor = { summary: 'runc 1', version: '1', attributes: { runtime: 'runc', cgroups: 'v2' } };
    const java = { path: '/usr/bin/java', version: '17', runtime: 'OpenJDK', vm: 'VM' };
    expect(describeJava(executor, java)).to.deep.equal({
      summary: 'Java 17 (/usr/bin/java), runc 1',
      version: '17',
      attributes: {
        version: '17',
        runtime: 'OpenJDK',
        vm: 'VM',
        path: '/usr/bin/java',
        'executor.runtime': 'runc',
        'executor.cgroups': 'v2',
      },
    });
  });
});
