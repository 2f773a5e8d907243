import { expect } from 'chai';

import { execTranslation } from '../../../src/domain/drivers/exec/translation.js';
import { rawExecTranslation } from '../../../src/domain/drivers/raw-exec/translation.js';
import { type JobContext, validateJob } from '../../../src/domain/job/validate-job.js';
import type {
  Job,
  Resources,
  RestartPolicy,
  Task,
  TaskGroup,
  Template,
} from '../../../src/domain/model/job.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { anExecPolicy, aRawExecPolicy } from '../../support/builders/some-policies.js';
import { inOneLine } from '../../support/reading.js';

const context: JobContext = {
  drivers: { exec: execTranslation(anExecPolicy()), raw_exec: rawExecTranslation(aRawExecPolicy()) },
  hostVolumes: { disk: { path: '/srv', readOnly: false } },
};

const problems = (job: Job): readonly string[] => validateJob(job, context).map(inOneLine);
const ofGroup = (over: Partial<TaskGroup>): readonly string[] =>
  problems(aJob({ groups: [aGroup(over)] })).map((line) => line.replace('job.job.group.group.', ''));
const ofTask = (over: Partial<Task>, group: Partial<TaskGroup> = {}): readonly string[] =>
  ofGroup({ ...group, tasks: [aTask(over)] }).map((line) => line.replace(/^task\.task\./, ''));

describe('A job', function () {
  it('with nothing wrong has no problems', function () {
    const tasks = [aTask({ leader: true }), aTask({ name: 'other' })];
    expect(problems(aJob({ groups: [aGroup({ tasks }), aGroup({ name: 'two' })] }))).to.deep.equal([]);
  });

  it('has at least one group, and a group at least one task', function () {
    expect(problems(aJob({ groups: [] }))).to.deep.equal([
      'job.job.group is required: a job runs at least one',
    ]);
    expect(ofGroup({ tasks: [] })).to.deep.equal(['task is required: a group runs at least one']);
  });

  it('has an id and names that are some', function () {
    const unnamed = aJob({ id: ' ', groups: [aGroup({ name: '', tasks: [aTask({ name: 'a\0' })] })] });
    expect(problems(unnamed)).to.deep.equal([
      'job must not be empty',
      'job. .group..name must not be empty',
      'job. .group..task.a\0.name must not hold a NUL character',
    ]);
  });

  it('has no two groups, and a group no two tasks, of one name; each is told once', function () {
    const twins = [aTask(), aTask(), aTask(), aTask({ name: 'b' })];
    const groups = [aGroup({ name: 'a', tasks: twins }), aGroup({ name: 'a' }), aGroup({ name: 'c' })];
    expect(problems(aJob({ id: 'web', groups }))).to.deep.equal([
      'job.web.group.a is the name of more than one group',
      'job.web.group.a.task.task is the name of more than one task',
    ]);
  });

  it('counts instances in whole numbers', function () {
    expect(ofGroup({ count: -1 })).to.deep.equal(['count must be a whole number of at least 0, not -1']);
    expect(ofGroup({ count: 1.5 })).to.have.length(1);
    expect(ofGroup({ count: 0 })).to.deep.equal([]);
    expect(ofGroup({ shutdownDelayMs: -1 })).to.deep.equal(['shutdown_delay must not be negative']);
  });

  it('has one leader per group at most', function () {
    const leaders = ['a', 'b', 'c'].map((name) => aTask({ name, leader: true }));
    expect(ofGroup({ tasks: leaders })).to.deep.equal([
      'task.b.leader is true for more than one task of the group',
      'task.c.leader is true for more than one task of the group',
    ]);
  });

  it('tells what is wrong with each of its tasks by path', function () {
    const restart: RestartPolicy = { attempts: 0.5, intervalMs: 60_000, delayMs: 1, mode: 'fail' };
    const job = aJob({
      id: 'web',
      groups: [aGroup({ name: 'api', tasks: [aTask({ name: 'server', restart })] })],
    });
    expect(problems(job)).to.deep.equal([
      'job.web.group.api.task.server.restart.attempts must be a whole number of at least 0',
    ]);
  });
});

describe('The static ports of a job', function () {
  const network = (fixed: number | undefined, label = 'http'): TaskGroup['network'] => ({
    mode: 'host',
    ports: [{ label, static: fixed, to: undefined }],
    dns: undefined,
  });
  const ofGroups = (...groups: readonly Partial<TaskGroup>[]): readonly string[] =>
    problems(
      aJob({ groups: groups.map((over, index) => aGroup({ name: `g${index.toString()}`, ...over })) }),
    );
  const instead = ' | leave static away: each allocation then gets a port of its own';

  it('are not for more than one allocation of a group', function () {
    expect(ofGroups({ count: 1, network: network(80) })).to.deep.equal([]);
    expect(ofGroups({ count: 2, network: network(undefined) })).to.deep.equal([]);
    expect(ofGroups({ count: 2, network: network(80) })).to.deep.equal([
      `job.job.group.g0.network.port.http.static is 80, which each of the group's 2 allocations would need${instead}`,
    ]);
  });

  it('are not for more than one group, unless it never runs', function () {
    const [http, idle] = [{ network: network(80) }, { count: 0, network: network(80) }];
    expect(ofGroups(http, { network: network(81) }, { network: network(undefined) })).to.deep.equal([]);
    expect(ofGroups(idle, http, idle)).to.deep.equal([]);
    expect(ofGroups(http, { network: network(80, 'b') })).to.deep.equal([
      `job.job.group.g1.network.port.b.static is 80, which group "g0" has too${instead}`,
    ]);
    expect(ofGroups(http, { name: 'g0', network: network(80) })).to.deep.equal([
      'job.job.group.g0 is the name of more than one group',
    ]);
  });
});

describe('The ports of a group', function () {
  const withPorts = (...ports: TaskGroup['network']['ports']): readonly string[] =>
    ofGroup({ network: { mode: 'host', ports, dns: undefined } });

  it('have a label and a number of their own each', function () {
    const port = { label: 'http', static: undefined, to: undefined };
    expect(withPorts(port, { ...port, label: 'b' })).to.deep.equal([]);
    expect(withPorts(port, port, port)).to.deep.equal([
      'network.port.http is the label of more than one port',
    ]);
    expect(withPorts({ ...port, static: 80 }, { ...port, label: 'b', static: 80, to: 80 })).to.deep.equal([
      'network.port.b.static is 80, which another port of the group has',
    ]);
    expect(withPorts({ ...port, to: 80 }, { ...port, label: 'b', to: 80 })).to.deep.equal([]);
  });

  it('are called by the same label by tasks, each of its own, but not by a task and the group', function () {
    const port = { label: 'http', static: undefined, to: undefined };
    expect(withPorts({ ...port, task: 'a' }, { ...port, task: 'b' })).to.deep.equal([]);
    expect(withPorts({ ...port, task: 'a' }, { ...port, task: 'a' })).to.deep.equal([
      'task.a.resources.network.port.http is the label of more than one port',
    ]);
    expect(withPorts(port, { ...port, task: 'a' }, { ...port, label: 'b', task: 'a' })).to.deep.equal([
      "task.a.resources.network.port.http is the label of a port of the group's too",
    ]);
    expect(withPorts({ ...port, static: 80 }, { ...port, label: 'b', static: 80, task: 'a' })).to.deep.equal([
      'task.a.resources.network.port.b.static is 80, which another port of the group has',
    ]);
  });

  it('have numbers that there are', function () {
    const message = 'must be a whole number from 1 to 65535, not';
    expect(
      withPorts({ label: 'a', static: 0, to: 65_536 }, { label: 'b', static: 1.5, to: -1 }),
    ).to.deep.equal([
      `network.port.a.static ${message} 0`,
      `network.port.a.to ${message} 65536`,
      `network.port.b.static ${message} 1.5`,
      `network.port.b.to ${message} -1`,
    ]);
    expect(
      withPorts({ label: 'a', static: 1, to: 65_535 }, { label: 'b', static: 65_535, to: 1 }),
    ).to.deep.equal([]);
  });
});

describe('The volumes of a group', function () {
  const volume = { name: 'data', source: 'dsk', readOnly: false };
  const suggestion = 'did you mean source = "disk"? Otherwise set host_volumes.dsk.path in the configuration';

  it("are the host's, mounted or not", function () {
    expect(ofGroup({ volumes: { data: volume } })).to.deep.equal([
      `volume.data.source is "dsk", which is no volume of this host | ${suggestion}`,
    ]);
    expect(ofGroup({ volumes: { data: { ...volume, source: 'disk' } } })).to.deep.equal([]);
  });

  it('are told once where a task mounts them', function () {
    const mount = { volume: 'data', destination: '/data', readOnly: false, propagation: 'private' } as const;
    expect(ofTask({ volumeMounts: [mount] }, { volumes: { data: volume } })).to.deep.equal([
      `volume_mount[0].volume names "data", whose source "dsk" is no volume of this host | ${suggestion}`,
    ]);
  });
});

describe('The name of a task', function () {
  for (const name of ['alloc', '.', '..'])
    it(`is not "${name}"`, function () {
      expect(ofTask({ name })).to.deep.equal([
        `task.${name}.name must not be "${name}", which is the name of another directory`,
      ]);
    });

  for (const name of ['a/b', '/', 'a\\b'])
    it(`holds no separator as "${name}" does`, function () {
      expect(ofTask({ name })).to.deep.equal([
        `task.${name}.name must not hold a slash or a backslash: it names a directory`,
      ]);
    });

  it('may be anything else', function () {
    for (const name of ['allocs', '...', 'ünïcode', 'with blank']) expect(ofTask({ name })).to.deep.equal([]);
  });
});

describe('The driver of a task', function () {
  it('is one of those that there are', function () {
    expect(ofTask({ driver: 'exce' })).to.deep.equal([
      'driver is "exce", which is no driver of this host | did you mean "exec"?',
    ]);
    expect(ofTask({ driver: 'constructor' })).to.deep.equal([
      'driver is "constructor", which is no driver of this host | use one of exec, raw_exec',
    ]);
  });

  it('is told the ports of the group and of the task', function () {
    const validate = (_: unknown, labels: readonly string[]) => [{ path: 'config', message: labels.join() }];
    const capabilities = {
      directories: 'in-task',
      hostEnvironment: false,
      mounts: true,
      network: 'by-holder',
    } as const;
    const port = { static: undefined, to: undefined };
    const ports = [
      { ...port, label: 'http' },
      { ...port, label: 'db', task: 'task' },
      { ...port, label: 'admin', task: 'other' },
    ];
    const network = { ...aGroup().network, ports };
    const job = aJob({ groups: [aGroup({ network, tasks: [aTask({ driver: 'any' })] })] });
    const found = validateJob(job, { drivers: { any: { capabilities, validate } }, hostVolumes: {} });
    expect(found.map(({ message }) => message)).to.deep.equal(['http,db']);
  });

  it('judges the config', function () {
    expect(ofTask({ config: {} })).to.deep.equal([
      'config.command is required: the program to run, without blanks around it',
    ]);
  });
});

describe('The env of a task', function () {
  it('has names that the kernel can hold, and values', function () {
    const environment = { '': 'a', 'b=c': 'd', 'n\0': 'x', OK: 'a\0b', FINE: 'x=y' };
    expect(ofTask({ environment })).to.deep.equal([
      'env. is no name for a variable: it must not be empty or hold "="',
      'env.b=c is no name for a variable: it must not be empty or hold "="',
      'env.n\0 is no name for a variable: it must not be empty or hold "="',
      'env.OK must not hold a NUL character',
    ]);
  });
});

describe('The delays of a task', function () {
  it('are not negative', function () {
    expect(ofTask({ killTimeoutMs: -1, shutdownDelayMs: -1 })).to.deep.equal([
      'kill_timeout must not be negative',
      'shutdown_delay must not be negative',
    ]);
    expect(ofTask({ killTimeoutMs: 0, shutdownDelayMs: 0 })).to.deep.equal([]);
  });
});

describe('The restart policy of a task', function () {
  const policies: readonly (readonly [Partial<RestartPolicy>, readonly string[]])[] = [
    [{}, []],
    [{ intervalMs: 5000 }, []],
    [{ intervalMs: 4900 }, ['restart.interval must be at least 5s, not 4.9s']],
    [{ intervalMs: 4999, attempts: 0 }, []],
    [
      { intervalMs: 1000 },
      [
        'restart.interval must be at least 5s, not 1s',
        'restart.interval is 1s, but 2 restarts with their delays take 2s | use an interval of at least 2s',
      ],
    ],
    [{ attempts: 0, intervalMs: 0 }, []],
    [{ attempts: 10, delayMs: 1000, intervalMs: 10_000 }, []],
    [
      { attempts: 11, delayMs: 1000, intervalMs: 10_000 },
      [
        'restart.interval is 10s, but 11 restarts with their delays take 11s | use an interval of at least 11s',
      ],
    ],
    [{ attempts: 1, mode: 'delay' }, []],
    [
      { attempts: 0, mode: 'delay' },
      [
        'restart.attempts is 0, so mode "delay" would wait and never restart | allow at least one attempt, or use mode "fail"',
      ],
    ],
    [{ attempts: 0, mode: 'fail' }, []],
    [{ attempts: 1.5 }, ['restart.attempts must be a whole number of at least 0']],
    [{ delayMs: -1 }, ['restart.delay must not be negative']],
    [{ delayMs: 0 }, []],
  ];
  for (const [over, expected] of policies) {
    it(`${expected.length === 0 ? 'may' : 'must not'} be ${JSON.stringify(over)}`, function () {
      const restart: RestartPolicy = {
        attempts: 2,
        intervalMs: 60_000,
        delayMs: 1000,
        mode: 'fail',
        ...over,
      };
      expect(ofTask({ restart })).to.deep.equal(expected);
    });
  }

  it('allows no fewer than no attempts', function () {
    const restart: RestartPolicy = { attempts: -1, intervalMs: 60_000, delayMs: 0, mode: 'fail' };
    expect(ofTask({ restart })).to.deep.equal(['restart.attempts must be a whole number of at least 0']);
  });
});

describe('The resources of a task', function () {
  const cases: readonly (readonly [Partial<Resources>, readonly string[]])[] = [
    [{ cpuMhz: 1, memoryMb: 10 }, []],
    [{ cpuMhz: 0 }, ['resources.cpu must be at least 1, not 0']],
    [{ cpuMhz: 0, cores: 1 }, []],
    [{ cores: 0 }, ['resources.cores must be a whole number of at least 1']],
    [{ cores: 1.5 }, ['resources.cores must be a whole number of at least 1']],
    [{ memoryMb: 9 }, ['resources.memory must be at least 10 (MB), not 9']],
    [{ memoryMaxMb: 300 }, []],
    [
      { memoryMaxMb: 299 },
      ['resources.memory_max must not be less than memory, which is 300 | use -1 for no limit'],
    ],
    [{ memoryMaxMb: 'none' }, []],
    [{ secretsMb: 300 }, []],
    [{ secretsMb: 1 }, []],
    [{ secretsMb: 0 }, ['resources.secrets must lie between 1 and memory']],
    [{ secretsMb: 301 }, ['resources.secrets must lie between 1 and memory']],
    [{ secretsMb: -1 }, ['resources.secrets must lie between 1 and memory']],
  ];
  for (const [over, expected] of cases) {
    it(`${expected.length === 0 ? 'may' : 'must not'} be ${JSON.stringify(over)}`, function () {
      expect(ofTask({ resources: { ...aTask().resources, ...over } })).to.deep.equal(expected);
    });
  }
});

describe('The logs of a task', function () {
  it('are one file of something at least', function () {
    expect(ofTask({ logs: { maxFiles: 0, maxFileBytes: 0, disabled: false } })).to.deep.equal([
      'logs.max_files must be a whole number of at least 1',
      'logs.max_file_size must be at least 1 (MB)',
    ]);
    expect(ofTask({ logs: { maxFiles: 1.5, maxFileBytes: 1, disabled: false } })).to.have.length(1);
    expect(ofTask({ logs: { maxFiles: 1, maxFileBytes: 1, disabled: false } })).to.deep.equal([]);
  });
});

describe('The volume mounts of a task', function () {
  const mount = { volume: 'data', destination: '/data', readOnly: false, propagation: 'private' } as const;
  const volumes = { data: { name: 'data', source: 'disk', readOnly: false } };

  it('name volumes of the group', function () {
    expect(ofTask({ volumeMounts: [mount] }, { volumes })).to.deep.equal([]);
    const inOwn = { ...mount, destination: '${NOMAD_TASK_DIR}/data' };
    expect(ofTask({ volumeMounts: [inOwn] }, { volumes })).to.deep.equal([]);
    expect(ofTask({ volumeMounts: [{ ...mount, volume: 'dat' }] }, { volumes })).to.deep.equal([
      'volume_mount[0].volume names "dat", which the group does not define | did you mean "data"?',
    ]);
  });

  it('are for drivers that can make them', function () {
    const task = { driver: 'raw_exec', config: { command: 'sh' }, volumeMounts: [mount] };
    expect(ofTask(task, { volumes })).to.deep.equal([
      'volume_mount can\'t be made by driver "raw_exec", whose tasks see the host as it is',
    ]);
    expect(ofTask({ ...task, volumeMounts: [] }, { volumes })).to.deep.equal([]);
    expect(ofTask({ ...task, driver: 'x' }, { volumes })).to.have.length(1);
  });
});

describe('The templates of a task', function () {
  const template = (over: Partial<Template> = {}): Template => ({
    text: 'x',
    destination: 'local/a',
    mode: 0o644,
    delimiters: { left: '{{', right: '}}' },
    intoEnvironment: false,
    ...over,
  });
  const withDestinations = (...destinations: readonly string[]): readonly string[] =>
    ofTask({ templates: destinations.map((destination) => template({ destination })) });
  const nowhere =
    'which is no file in the directories of the task | use a path such as "local/app.conf", "secrets/app.env" or "../alloc/data/app.conf"';

  it("go to files in the task's own directories, or in what its group shares", function () {
    expect(withDestinations('local/a', 'secrets/b', '/local/c', '${NOMAD_SECRETS_DIR}/d')).to.deep.equal([]);
    expect(
      withDestinations('${NOMAD_TASK_DIR}/e', '${NOMAD_META_x}/f', '${NOMAD_ALLOC_DIR}/g'),
    ).to.deep.equal([]);
    expect(withDestinations('../alloc/h', '/alloc/data/i')).to.deep.equal([]);
    expect(withDestinations('${NOMAD_ALLOC_DIR}/logs/a', '../alloc/logs/b')).to.have.length(2);
    expect(withDestinations('../a', '/etc/a', '${NOMAD_TASK_DIR}/..')).to.deep.equal([
      `template[0].destination is "../a", ${nowhere}`,
      `template[1].destination is "/etc/a", ${nowhere}`,
      `template[2].destination is "\${NOMAD_TASK_DIR}/..", ${nowhere}`,
    ]);
  });

  it('go to a file of their own each', function () {
    expect(withDestinations('local/a', './local//a', '${NOMAD_TASK_DIR}/a', 'local/b')).to.deep.equal([
      'template[1].destination is "./local//a", where another template is written',
    ]);
    expect(withDestinations('../alloc/a', '${NOMAD_ALLOC_DIR}/a')).to.have.length(1);
    expect(withDestinations('${NOMAD_META_x}', '${NOMAD_META_x}', '../a', '../a')).to.have.length(2);
  });

  it('have permissions and text that can be', function () {
    const templates = [
      template({ mode: -1 }),
      template({ mode: 0o10000, destination: 'b' }),
      template({ mode: 1.5, destination: 'c' }),
      template({ text: '{{ key "a" }}', destination: 'd' }),
      template({ mode: 0, destination: 'e' }),
      template({ mode: 0o7777, destination: 'f' }),
    ];
    expect(ofTask({ templates })).to.deep.equal([
      'template[0].perms must be permission bits such as "644"',
      'template[1].perms must be permission bits such as "644"',
      'template[2].perms must be permission bits such as "644"',
      'template[3].data asks for key, which needs Consul | put the value into the env of the task and write {{ env "NAME" }}',
    ]);
  });
});
