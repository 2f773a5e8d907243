import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HclJobReader } from '../../../src/adapters/hcl-jobs/hcl-job-reader.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { problemsOf } from '../../support/problems.js';
import {
  inFull,
  jobWithConfig,
  readJobFile,
  readText,
  supportedJobs,
  withFiles,
  wrongJobs,
} from './reading-jobs.js';

/** Each reading starts a process. */
const timeoutMs = 120_000;

describe('the reader of job files', () => {
  it('reads standard input, HCL and JSON alike', async () => {
    const hcl = valueOf(await readText(jobWithConfig('command = "/bin/true"')));
    expect(hcl.job.id).to.equal('j');
    const json = valueOf(await readText('{ "ID": "plain", "TaskGroups": [] }'));
    expect(json.job.id).to.equal('plain');
  }).timeout(timeoutMs);

  it('says what kept it from reading a file', async () => {
    await withFiles({ x: '' }, async (directory) => {
      const problem = async (path: string): Promise<string> =>
        problemsOf(await readJobFile(path))
          .map(inFull)
          .join();
      expect(await problem(join(directory, 'none.hcl'))).to.contain('there is no such file');
      expect(await problem(directory)).to.contain('it is a directory');
    });
  });

  it('names each word that one host does nothing about, once, with all of its places', async () => {
    const { warnings } = valueOf(await readJobFile(join(supportedJobs, 'cluster-words.nomad.hcl')));
    const named = warnings.map((warning) => warning.split(' ')[0]);
    expect([...named].sort()).to.deep.equal(ignoredWords);
    expect(warnings.find((warning) => warning.startsWith('service '))).to.equal(
      'service is ignored: one host registers no services ' +
        '(job.cluster-words.group.g.service, job.cluster-words.group.g.task.t.service)',
    );
  }).timeout(timeoutMs);

  it('gives tasks the restart policy of their job type, unless group or task say otherwise', async () => {
    const policy = async (type: string, group = '', task = ''): Promise<unknown> => {
      const text = `job "j" {\n type = "${type}"\n group "g" {\n ${group}\n task "t" {\n driver = "exec"\n ${task}\n}\n}\n}\n`;
      return valueOf(await readText(text)).job.groups[0]?.tasks[0]?.restart;
    };
    const service = { attempts: 2, intervalMs: 1_800_000, delayMs: 15_000, mode: 'fail' };
    const batch = { attempts: 3, intervalMs: 86_400_000, delayMs: 15_000, mode: 'fail' };
    expect(await policy('service')).to.deep.equal(service);
    expect(await policy('system')).to.deep.equal(service);
    expect(await policy('batch')).to.deep.equal(batch);
    expect(await policy('sysbatch')).to.deep.equal(batch);
    expect(
      await policy('batch', 'restart {\n attempts = 0\n delay = "1s"\n}', 'restart {\n delay = "2s"\n}'),
    ).to.deep.equal({ ...batch, attempts: 0, delayMs: 2000 });
  }).timeout(timeoutMs);

  it('gives a task that says nothing the defaults of Nomad', async () => {
    const { job } = valueOf(await readText(jobWithConfig('command = "/bin/true"')));
    expect(job).to.deep.include({
      type: 'service',
      namespace: 'default',
      region: 'global',
      datacenters: ['*'],
    });
    expect(job.groups[0]).to.deep.include({
      count: 1,
      shutdownDelayMs: 0,
      network: { mode: 'host', ports: [], dns: undefined },
      volumes: {},
    });
    expect(job.groups[0]?.tasks[0]).to.deep.include({
      environment: {},
      user: undefined,
      leader: false,
      lifecycle: { hook: 'main', sidecar: false },
      killTimeoutMs: 5000,
      killSignal: undefined,
      logs: { maxFiles: 10, maxFileBytes: 10 * 1024 * 1024, disabled: false },
      resources: { cpuMhz: 100, cores: undefined, memoryMb: 300, memoryMaxMb: undefined, secretsMb: 1 },
    });
  }).timeout(timeoutMs);

  it('takes -1 for no limit of memory, and 0 for none given', async () => {
    const most = async (value: string): Promise<unknown> => {
      const text = `job "j" {\n task "t" {\n driver = "exec"\n resources {\n memory_max = ${value}\n}\n}\n}\n`;
      return valueOf(await readText(text)).job.groups[0]?.tasks[0]?.resources.memoryMaxMb;
    };
    expect(await most('-1')).to.equal('none');
    expect(await most('0')).to.equal(undefined);
    expect(await most('"512"')).to.equal(512);
  }).timeout(timeoutMs);

  it('takes 0 for secrets of the size that a task has by itself', async () => {
    const task = { Name: 't', Driver: 'exec', Resources: { CPU: 100, MemoryMB: 64, SecretsMB: 0 } };
    const { job } = valueOf(
      await readText(JSON.stringify({ ID: 'j', TaskGroups: [{ Name: 'g', Tasks: [task] }] })),
    );
    expect(job.groups[0]?.tasks[0]?.resources.secretsMb).to.equal(1);
  });

  it('takes what a JSON job spells out as empty for what is not set', async () => {
    const text = JSON.stringify({
      Job: {
        ID: 'j',
        Update: null,
        ConsulToken: '',
        VaultToken: null,
        NodePool: '',
        AllAtOnce: false,
        TaskGroups: [
          {
            Name: 'g',
            Services: [],
            Tasks: [
              {
                Name: 't',
                Driver: 'exec',
                Config: null,
                User: '',
                KillSignal: '',
                Kind: '',
                VolumeMounts: [{ Volume: 'v', Destination: '/v', PropagationMode: '' }],
              },
            ],
          },
        ],
      },
    });
    const { job, warnings } = valueOf(await readText(text));
    expect(warnings).to.deep.equal([]);
    expect(job.groups[0]?.tasks[0]).to.deep.include({ config: {}, user: undefined, killSignal: undefined });
    expect(job.groups[0]?.tasks[0]?.volumeMounts[0]?.propagation).to.equal('private');
  });

  it('keeps numbers as they are written, digit by digit', async () => {
    const declared = 'variable "id" {\n type = number\n default = 123456789012345678\n}\n';
    const config =
      'a = 123456789012345678\nb = var.id\nc = [{ d = "x${var.id}" }]\n}\nenv {\n TINY = 0.0000001';
    const task = valueOf(await readText(jobWithConfig(config, declared))).job.groups[0]?.tasks[0];
    expect(task?.config).to.deep.equal({
      a: '123456789012345678',
      b: '123456789012345678',
      c: [{ d: 'x123456789012345678' }],
    });
    expect(task?.environment).to.deep.equal({ TINY: '0.0000001' });
    const json =
      '{"ID":"j","Meta":{"id":123456789012345678,"text":"1e-7 \\"9007199254740993\\"","tiny":1e-7}}';
    expect(valueOf(await readText(json)).job.meta).to.deep.equal({
      id: '123456789012345678',
      text: '1e-7 "9007199254740993"',
      tiny: '0.0000001',
    });
  }).timeout(timeoutMs);

  it('refuses a number whose digits it can not keep, at its place', async () => {
    const lines = async (text: string): Promise<readonly string[]> =>
      problemsOf(await readText(text)).map(inFull);
    expect(await lines(jobWithConfig('x = 1\ny = 3.14159265358979323846\nz = 1e-400'))).to.deep.equal([
      '<stdin>:8:5 | job.j.group.g.task.t.config.y | is a number with more digits than are kept | put it in quotes',
      '<stdin>:9:5 | job.j.group.g.task.t.config.z | is a number with more digits than are kept | put it in quotes',
    ]);
    expect(await lines('{ "ID": "j",\n "Priority": 3.14159265358979323846 }')).to.deep.equal([
      '<stdin>:2:14 | <stdin> | holds 3.14159265358979323846, which has more digits than are kept | put it in quotes',
    ]);
  }).timeout(timeoutMs);

  it('composes letters and their accents, as HCL does', async () => {
    const { job } = valueOf(await readText(jobWithConfig('x = "e\u0301"')));
    expect(job.groups[0]?.tasks[0]?.config['x']).to.equal('\u00e9');
  }).timeout(timeoutMs);

  it('leaves the texts of templates as they are once the expressions in them are worked out', async () => {
    const script = 'echo ${USER} $${PID} ${NOMAD_TASK_NAME}\n';
    const before = 'variable "given" {}\nlocals {\n own = "$${LOCAL} ${NOMAD_LOCAL} "\n}';
    const templates = [
      'template {\n destination = "local/whole"\n data = file("script.sh")\n}',
      'template {\n destination = "local/part"\n data = "$${OWN} ${NOMAD_X} ${local.own}${var.given} ${file("script.sh")}"\n}',
    ];
    const text = `${before}\njob "j" {\n task "t" {\n driver = "exec"\n ${templates.join('\n')}\n}\n}\n`;
    await withFiles({ 'script.sh': script, 'j.nomad.hcl': text }, async (directory) => {
      const given = { variables: { given: '$${V}' } };
      const { job } = valueOf(await readJobFile(join(directory, 'j.nomad.hcl'), given));
      expect(job.groups[0]?.tasks[0]?.templates.map((template) => template.text)).to.deep.equal([
        script,
        `\${OWN} \${NOMAD_X} \${LOCAL} \${NOMAD_LOCAL} $\${V} ${script}`,
      ]);
    });
    const json = { Name: 't', Driver: 'exec', Templates: [{ DestPath: 'a', EmbeddedTmpl: script }] };
    const { job } = valueOf(
      await readText(JSON.stringify({ ID: 'j', TaskGroups: [{ Name: 'g', Tasks: [json] }] })),
    );
    expect(job.groups[0]?.tasks[0]?.templates[0]?.text).to.equal(script);
  }).timeout(timeoutMs);

  it('spells what is escaped as it was written, where it is resolved later and in messages', async () => {
    const { job } = valueOf(await readText(jobWithConfig('x = ["$${A} ${NOMAD_B}"]\ny = { "$${K}" = 1 }')));
    expect(job.groups[0]?.tasks[0]?.config).to.deep.equal({ x: ['$${A} ${NOMAD_B}'], y: { '$${K}': 1 } });
    const wrong = 'job "j" {\n type = "$${x}"\n region = regex("b", "$${y}")\n}\n';
    const told = problemsOf(await readText(wrong))
      .map(inFull)
      .join('\n');
    expect(told).to.contain('not "$${x}"').and.to.contain('matches in "$${y}"');
  }).timeout(timeoutMs);

  it('names place and cause when JSON is broken or does not fit', async () => {
    const problems = async (name: string): Promise<readonly string[]> =>
      problemsOf(await readJobFile(join(wrongJobs, name))).map(inFull);
    expect((await problems('broken.nomad.json')).join()).to.match(
      /^broken\.nomad\.json:4:3 \| .* is not JSON/,
    );
    expect(await problems('unknown-key.nomad.json')).to.deep.equal([
      ' | job.x.group.g.task.t.Drivr | is not known here | ',
      ' | job.x.group.g.task.t.driver | is required: the name of a driver | ',
    ]);
    expect(problemsOf(await readText('{}')).map(inFull)).to.deep.equal([' | job | needs an ID | ']);
  });

  it('says of JSON in the syntax of HCL what to write instead', async () => {
    const task = { t: { driver: 'docker', config: { image: 'busybox:1' } } };
    const told = problemsOf(
      await readText(JSON.stringify({ job: { example: [{ group: { g: { task } } }] } }), {
        variables: { x: '' },
      }),
    );
    expect(told.map(inFull)).to.deep.equal([
      " | job | is in the JSON syntax of HCL, which is not read: JSON is taken as Nomad's API has it | " +
        'write it in HCL, or give what "nomad job run -output" prints of it',
    ]);
    expect(problemsOf(await readText('{ "Job": { "Update": {} } }')).map(inFull)).to.deep.equal([
      ' | job | needs an ID | ',
    ]);
  });

  it('leaves a port map that does not fit to the driver', async () => {
    const portMapOf = async (ports: string, map: string): Promise<unknown> => {
      const network = ports === '' ? '' : `resources {\n network {\n ${ports}\n}\n}\n`;
      const text = `job "j" {\n task "t" {\n driver = "docker"\n config {\n port_map {\n ${map}\n}\n}\n ${network}}\n}\n`;
      return valueOf(await readText(text)).job.groups[0]?.tasks[0]?.config['port_map'];
    };
    expect(await portMapOf('port "db" {}', 'db = "80"')).to.equal(undefined);
    expect(await portMapOf('port "db" {}', 'dp = 80')).to.deep.equal([{ dp: 80 }]);
    expect(await portMapOf('port "db" {}', 'db = "http"')).to.deep.equal([{ db: 'http' }]);
    expect(await portMapOf('', 'db = 80')).to.deep.equal([{ db: 80 }]);
  }).timeout(timeoutMs);

  it('refuses to follow a text that is nested beyond all reason', async () => {
    const text = jobWithConfig(`x = ${'['.repeat(300)}${']'.repeat(300)}`);
    expect(problemsOf(await readText(text)).map(inFull)[0]).to.match(
      /^<stdin>:7:\d+ \| .* is nested too deeply/,
    );
  }).timeout(timeoutMs);

  it('keeps no memory of the parser, and no process', async () => {
    const path = join(supportedJobs, 'every-key.nomad.hcl');
    const reader = new HclJobReader({ standardInput: process.stdin });
    const source = { path, variables: {}, variableFiles: [], environment: {} };
    valueOf(await reader.read(source));
    const before = process.memoryUsage.rss();
    for (let run = 0; run < 3; run++) valueOf(await reader.read(source));
    expect((process.memoryUsage.rss() - before) / 2 ** 20).to.be.lessThan(30);
    const children = await readFile(`/proc/self/task/${process.pid.toString()}/children`, 'utf8');
    expect(children.trim()).to.equal('');
  }).timeout(timeoutMs);
});

const ignoredWords = [
  ...[
    'access_mode',
    'action',
    'affinity',
    'all_at_once',
    'attachment_mode',
    'constraint',
    'consul',
    'consul_token',
    'disconnect',
  ],
  ...['disk', 'ephemeral_disk', 'gid', 'host_network', 'identity', 'iops', 'kind'],
  ...['max_client_disconnect', 'mbits', 'migrate', 'multiregion', 'node_pool', 'numa', 'periodic'],
  ...[
    'prevent_reschedule_on_lost',
    'priority',
    'reschedule',
    'scaling',
    'selinux_label',
    'service',
    'spread',
  ],
  ...['sticky', 'stop_after_client_disconnect', 'ui', 'uid', 'update', 'vault', 'vault_token'],
];
