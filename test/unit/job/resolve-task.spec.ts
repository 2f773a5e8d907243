import { expect } from 'chai';

import { resolveTask, type TaskSources } from '../../../src/domain/job/resolve-task.js';
import type { AttemptToken, InstanceId, OwnerId } from '../../../src/domain/model/ids.js';
import type { Task, Template } from '../../../src/domain/model/job.js';
import { aGroup, aJob, anAllocation, aTask } from '../../../src/testing/builders/a-job.js';
import { aHost, someDirectories } from '../../../src/testing/builders/a-task-request.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { aJoinedNetwork, aTaskNetwork } from '../../support/builders/a-task-network.js';
import { pathsOf, problemsOf } from '../../support/problems.js';
import { inOneLine } from '../../support/reading.js';

const inImage = {
  directories: 'in-task',
  hostEnvironment: false,
  mounts: true,
  network: 'by-holder',
} as const;
const onHost = {
  directories: 'on-host',
  hostEnvironment: true,
  mounts: false,
  network: 'by-namespace',
} as const;
const volumes = { data: { name: 'data', source: 'disk', readOnly: false } };

const template = (over: Partial<Template> = {}): Template => ({
  text: 'name = {{ env "NOMAD_TASK_NAME" }} on {{ env "node.unique.name" }}, ${NOMAD_TASK_NAME} $${KEPT}',
  destination: '${NOMAD_SECRETS_DIR}/app.env',
  mode: 0o600,
  delimiters: { left: '{{', right: '}}' },
  intoEnvironment: false,
  ...over,
});

const sources = (task: Partial<Task> = {}, over: Partial<TaskSources> = {}): TaskSources => ({
  allocation: anAllocation({ job: aJob({ groups: [aGroup({ volumes })] }) }),
  task: aTask(task),
  attempt: 'attempt' as AttemptToken,
  directories: someDirectories(),
  host: aHost(),
  ports: { http: { hostIp: '10.0.0.7', host: 20_000, task: 8080 } },
  taskPorts: [],
  cpuset: undefined,
  capabilities: inImage,
  network: undefined,
  hostVolumes: { disk: { path: '/srv/disk', readOnly: false } },
  denylist: [],
  ...over,
});

describe('resolveTask', function () {
  it('gives the driver everything, with every reference resolved', function () {
    const asked = {
      name: 'server',
      user: '${meta.user}',
      meta: { user: 'www-data', dir: '/data' },
      environment: { URL: 'http://${NOMAD_ADDR_http}' },
      config: { command: '${env["URL"]}', args: ['${NOMAD_PORT_http}', '$${KEPT}'] },
      volumeMounts: [
        {
          volume: 'da${EMPTY}ta',
          destination: '${meta.dir}/x',
          readOnly: true,
          propagation: 'private' as const,
        },
      ],
    };
    const given = sources({ ...asked, environment: { ...asked.environment, EMPTY: '' } }, { cpuset: '0-1' });
    const { request, files } = valueOf(resolveTask(given));
    expect(request.identity).to.deep.equal({
      owner: given.host.nodeId,
      kind: 'task',
      job: 'job',
      group: 'group',
      alloc: given.allocation.id,
      task: 'server',
      attempt: 'attempt',
    });
    const { request: another } = valueOf(
      resolveTask({ ...given, host: { ...given.host, owner: 'a run' as OwnerId } }),
    );
    expect(another.identity).to.include({ owner: 'a run' });
    expect(request.config).to.deep.equal({
      command: 'http://10.0.0.7:20000',
      args: ['8080', '${KEPT}'],
    });
    expect(request.task).to.include({ name: 'server', user: 'www-data' });
    expect(request.environment).to.include({ URL: 'http://10.0.0.7:20000', NOMAD_TASK_DIR: '/local' });
    expect(request.volumeMounts).to.deep.equal([
      { kind: 'bind', source: '/srv/disk', target: '/data/x', readOnly: true, propagation: 'private' },
    ]);
    expect(request.limits).to.include({ cpuShares: 100, cpuset: '0-1' });
    expect(request.cpuCores).to.equal(0.05);
    expect(request).to.include({
      allocation: given.allocation,
      directories: given.directories,
      ports: given.ports,
    });
    expect(files).to.deep.equal([]);
  });

  it('leaves a user that is not named to the driver', function () {
    expect(valueOf(resolveTask(sources())).request.task.user).to.equal(undefined);
  });

  describe("in a group's own network", function () {
    const holder = '4f0c8a315c1e4d6f9a57' as InstanceId;
    const network = aTaskNetwork({ holder });

    it('joins it, and finds there who is who', function () {
      const given = sources({ config: { extra_hosts: ['db:${NOMAD_ALLOC_IP_http}'] } }, { network });
      const { request, files } = valueOf(resolveTask(given));
      expect(request.network).to.deep.equal(aJoinedNetwork({ holder }));
      expect(request.nameFiles).to.deep.equal({
        hosts: '/state/alloc/a1/task/private/hosts',
        resolvConf: '/state/alloc/a1/task/private/resolv.conf',
      });
      expect(files.map(({ path }) => path)).to.deep.equal(['private/hosts', 'private/resolv.conf']);
      expect(files[0]?.content).to.contain('172.26.64.2\t4f0c8a315c1e\n172.26.64.2\tdb\n');
    });

    it('keeps the files of the host when its driver mounts nothing', function () {
      const { request, files } = valueOf(resolveTask(sources({}, { network, capabilities: onHost })));
      expect(request.network).to.deep.equal(aJoinedNetwork({ holder }));
      expect({ files, names: request.nameFiles }).to.deep.equal({ files: [], names: undefined });
    });

    it('stays out of it when its container has a mode of its own', function () {
      const { request, files } = valueOf(
        resolveTask(sources({ config: { network_mode: 'host' } }, { network })),
      );
      expect(request).to.deep.include({ network: undefined, nameFiles: undefined });
      expect(files).to.deep.equal([]);
    });

    it('hears of hosts that have no address', function () {
      const config = { extra_hosts: ['me:host-gateway'] };
      expect(pathsOf(problemsOf(resolveTask(sources({ config }, { network }))))).to.deep.equal([
        'config.extra_hosts[0]',
      ]);
    });
  });

  it('hands on what the driver lets it of the host, and where its directories are', function () {
    const { environment } = valueOf(
      resolveTask(sources({}, { capabilities: onHost, denylist: ['AWS_*'] })),
    ).request;
    expect(environment).to.include({ LANG: 'C', NOMAD_TASK_DIR: '/state/alloc/a1/task/local' });
    expect(environment).to.not.have.property('AWS_SECRET_ACCESS_KEY');
  });

  it('writes templates where the task finds them', function () {
    const file = {
      path: 'secrets/app.env',
      mode: 0o600,
      content: 'name = task on quay, ${NOMAD_TASK_NAME} $${KEPT}',
    };
    const asked = { templates: [template()] };
    expect(valueOf(resolveTask(sources(asked))).files).to.deep.equal([file]);
    expect(valueOf(resolveTask(sources(asked, { capabilities: onHost }))).files).to.deep.equal([file]);
  });

  it('gives templates what the host and meta are, by the same names as references', function () {
    const text = '{{ env "node.unique.name" }} {{ env "attr.kernel.name" }} {{ env "meta.a" }}';
    const asked = { meta: { a: 'b' }, templates: [template({ text })] };
    expect(valueOf(resolveTask(sources(asked))).files[0]).to.include({ content: 'quay linux b' });
  });

  it('resolves the references of meta, once, and then all references to meta', function () {
    const job = aJob({
      meta: { text: '$${NOMAD_TASK_NAME}' },
      groups: [aGroup({ meta: { foo: 'bar-${NOMAD_ALLOC_INDEX}', beside: '${meta.foo}' } })],
    });
    const asked = {
      meta: { at: '${node.unique.name}:${NOMAD_PORT_http}', own: '${OWN}${NOPE}' },
      environment: { OWN: '${meta.foo}', NOMAD_ALLOC_INDEX: '7' },
      config: { args: ['${meta.foo}', '${NOMAD_META_foo}', '${NOMAD_META_AT}'] },
      templates: [template({ text: '{{ env "meta.foo" }} {{ env "NOMAD_META_foo" }}' })],
    };
    const { request, files } = valueOf(resolveTask(sources(asked, { allocation: anAllocation({ job }) })));
    expect(request.environment).to.include({
      NOMAD_META_foo: 'bar-0',
      NOMAD_META_text: '${NOMAD_TASK_NAME}',
      NOMAD_META_beside: '${meta.foo}',
      NOMAD_META_own: '${OWN}${NOPE}',
      OWN: 'bar-0',
    });
    expect(request.config).to.deep.equal({ args: ['bar-0', 'bar-0', 'quay:8080'] });
    expect(files[0]).to.include({ content: 'bar-0 bar-0' });
  });

  it("puts a template's variables over those of env, and before the config's references", function () {
    const asked = {
      environment: { A: 'env', B: 'env' },
      templates: [
        template({ text: 'A=first\nC=first', intoEnvironment: true, destination: 'local/a' }),
        template({ text: 'C=second', intoEnvironment: true, destination: 'local/b' }),
        template({ text: 'B=only written', destination: 'local/c' }),
      ],
      config: { command: '${A} ${B} ${C}' },
    };
    const { request, files } = valueOf(resolveTask(sources(asked)));
    expect(request.config).to.deep.equal({ command: 'first env second' });
    expect(request.environment).to.include({ A: 'first', B: 'env', C: 'second' });
    expect(files.map(({ path }) => path)).to.deep.equal(['local/a', 'local/b', 'local/c']);
  });

  const alone: Readonly<Record<string, Partial<Task>>> = {
    'config.command': { config: { command: '${x}' } },
    'template[0].data': { templates: [template({ text: '{{' })] },
    'volume_mount[0].volume': {
      volumeMounts: [{ volume: 'x', destination: '/x', readOnly: false, propagation: 'private' }],
    },
  };
  for (const [path, task] of Object.entries(alone)) {
    it(`is stopped by ${path} alone`, function () {
      expect(pathsOf(problemsOf(resolveTask(sources(task))))).to.deep.equal([path]);
    });
  }

  it('tells everything that is wrong, paths below the task', function () {
    const asked = {
      config: { command: '${NOMAD_TSK_NAME}' },
      templates: [
        template({ text: '{{ key "x" }}' }),
        template({ destination: '${NOMAD_ALLOC_DIR}/logs/x' }),
        template({ text: 'nothing', intoEnvironment: true }),
      ],
      volumeMounts: [{ volume: 'x', destination: '/x', readOnly: false, propagation: 'private' as const }],
    };
    expect(problemsOf(resolveTask(sources(asked))).map(inOneLine)).to.deep.equal([
      'template[0].data asks for key, which needs Consul | put the value into the env of the task and write {{ env "NAME" }}',
      'template[1].destination is no file in the directories of the task',
      'template[2].data has no NAME=value in line 1 | a name is of letters, digits, "_", "." and "/"; take "env = true" away to only write the file',
      'config.command refers to ${NOMAD_TSK_NAME}, which is not known here | did you mean "${NOMAD_TASK_NAME}"?',
      'volume_mount[0].volume names "x", which the group does not define | put volume "x" { type = "host", source = … } into the group',
    ]);
  });
});
