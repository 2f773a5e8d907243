import { expect } from 'chai';
import { join } from 'node:path';

import type { JobSource, ReadJob } from '../../../src/domain/ports/job-reader.js';
import type { Problem } from '../../../src/domain/shape/problem.js';
import type { Json } from '../../../src/domain/shared/json.js';
import type { Result } from '../../../src/domain/shared/result.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { problemsOf } from '../../support/problems.js';
import { inFull, jobWithConfig, readText, withFiles } from './reading-jobs.js';

/** Each reading starts a process. */
const timeoutMs = 120_000;

describe('a variable of a job file', () => {
  it('has its default, unless the environment, a file or the command line say otherwise, each stronger', async () => {
    await withFiles({ 'one.hcl': 'x = "one"\n', 'two.json': '{ "x": "two" }' }, async (directory) => {
      const environment = { WHARF_VAR_x: 'environment', OTHER: 'x' };
      const [one, two] = [join(directory, 'one.hcl'), join(directory, 'two.json')];
      expect(await xOf(text, {})).to.equal('default');
      expect(await xOf(text, { environment })).to.equal('environment');
      expect(await xOf(text, { environment, variableFiles: [one] })).to.equal('one');
      expect(await xOf(text, { environment, variableFiles: [one, two] })).to.equal('two');
      expect(await xOf(text, { environment, variableFiles: [two, one] })).to.equal('one');
      const variables = { x: 'argument' };
      expect(await xOf(text, { environment, variables, variableFiles: [two] })).to.equal('argument');
    });
  }).timeout(timeoutMs);

  it('takes text for text and numbers, and the notation of a file for anything else', async () => {
    const given: readonly (readonly [string, string, Json])[] = [
      ['type = string', '5', '5'],
      ['type = string', 'a "quoted" ${thing}', 'a "quoted" ${thing}'],
      ['type = number', '5', 5],
      ['type = number', '123456789012345678', '123456789012345678'],
      ['type = string\n default = 123456789012345678', '1', '1'],
      ['type = bool', 'true', true],
      ['type = list(string)', '["a", 1]', ['a', '1']],
      ['type = map(number)', '{ a = "1" }', { a: 1 }],
      ['type = object({ a = string })', '{ a = 1, b = 2 }', { a: '1' }],
      ['type = set(string)', '["b", "a", "b"]', ['a', 'b']],
      ['default = [1]', '[2, 3]', [2, 3]],
      ['default = 1', '2', 2],
      ['default = true', 'false', false],
      ['', 'text', 'text'],
    ];
    for (const [declaration, written, value] of given)
      expect(
        await xOf(jobWithConfig('x = var.x', `variable "x" {\n${declaration}\n}`), {
          variables: { x: written },
        }),
        declaration,
      ).to.deep.equal(value);
  }).timeout(timeoutMs);

  it('that nobody declared is an error with a suggestion, but not in the environment', async () => {
    expect(problemLines(await readText(text, { variables: { xx: '1' } }))).to.deep.equal([
      ' | variable.xx | is not a variable of this job (given by -var) | did you mean "x"?',
    ]);
    expect(await xOf(text, { environment: { WHARF_VAR_xx: '1' } })).to.equal('default');
    await withFiles({ 'v.hcl': 'x = "file"\ny = 2\n' }, async (directory) => {
      const [line = ''] = problemLines(await readText(text, { variableFiles: [join(directory, 'v.hcl')] }));
      expect(line).to.match(/^ \| variable\.y \| is not a variable of this job \(given by .*v\.hcl:2\) \|/);
    });
  }).timeout(timeoutMs);

  it('of the wrong type names who gave it', async () => {
    const [line] = problemLines(
      await readText(jobWithConfig('x = var.x', 'variable "x" {\n type = number\n}'), {
        environment: { WHARF_VAR_x: 'many' },
      }),
    );
    expect(line).to.equal('<stdin>:1:1 | variable.x | needs a number, not "many" (given by WHARF_VAR_x) | ');
  }).timeout(timeoutMs);

  it('can come from a file only when that file is there and in order', async () => {
    await withFiles(
      { 'broken.hcl': 'x = \n', 'block.hcl': 'x {}\n', 'list.json': '[]' },
      async (directory) => {
        const problem = async (name: string): Promise<string> => {
          const [first = ''] = problemLines(await readText(text, { variableFiles: [join(directory, name)] }));
          return first;
        };
        expect(await problem('absent.hcl')).to.contain("absent.hcl | can't be read: there is no such file");
        expect(await problem('broken.hcl'))
          .to.contain('broken.hcl:1:5 |')
          .and.to.contain('is not HCL2');
        expect(await problem('block.hcl')).to.contain('block.hcl:1:1 | x | is a block');
        expect(await problem('list.json')).to.contain('must hold one JSON object');
      },
    );
  }).timeout(timeoutMs);

  it('means nothing to a job in JSON', async () => {
    const job = '{ "Job": { "ID": "x" } }';
    expect(problemLines(await readText(job, { variables: { x: '1' } }))).to.deep.equal([
      ' | variable.x | is not a variable of this job: JSON has none | ',
    ]);
  });

  it('that is a set gives its elements as keys', async () => {
    const declared = 'variable "ports" {\n type = set(string)\n default = ["http", "admin"]\n}\n';
    const network =
      'network {\n dynamic "port" {\n for_each = var.ports\n labels = [port.key]\n content {\n to = 80\n}\n}\n}\n';
    const job = jobWithConfig('x = [for k, v in var.ports : k]', declared).replace(
      'task "t"',
      `${network}task "t"`,
    );
    expect(await xOf(job, {})).to.deep.equal(['admin', 'http']);
    expect(valueOf(await readText(job)).job.groups[0]?.network.ports.map(({ label }) => label)).to.deep.equal(
      ['admin', 'http'],
    );
  }).timeout(timeoutMs);

  it('may be used by locals, in any order', async () => {
    const locals = 'locals {\n a = "${local.b}!"\n}\nlocals {\n b = upper(var.x)\n}';
    const declared = 'variable "x" {\n default = "d"\n}\n';
    expect(await xOf(jobWithConfig('x = local.a', declared + locals), {})).to.equal('D!');
  }).timeout(timeoutMs);
});

describe('a function that reads files', () => {
  it('begins at the directory of the job file', async () => {
    const job = jobWithConfig(
      'x = [trimspace(file("text.txt")), fileexists("none"), basename("a/b"), filebase64("text.txt"), fileset(".", "**/*.t?t")]',
    );
    await withFiles({ 'job.nomad.hcl': job, 'text.txt': 'some ${NOMAD_X}\n' }, async (directory) => {
      expect(await xOf('', { path: join(directory, 'job.nomad.hcl') })).to.deep.equal([
        'some ${NOMAD_X}',
        false,
        'b',
        Buffer.from('some ${NOMAD_X}\n').toString('base64'),
        ['text.txt'],
      ]);
    });
  }).timeout(timeoutMs);

  it('names the file that it could not read', async () => {
    const [line] = problemLines(await readText(jobWithConfig('x = file("/no/such/file")')));
    expect(line).to.contain('config.x | calls file, which can\'t read "/no/such/file"');
  }).timeout(timeoutMs);
});

const text = jobWithConfig('x = var.x', 'variable "x" {\n type = string\n default = "default"\n}');

async function xOf(source: string, given: Partial<JobSource>): Promise<Json | undefined> {
  const { job } = valueOf(await readText(source, given));
  return job.groups[0]?.tasks[0]?.config['x'];
}

const problemLines = (result: Result<ReadJob, readonly Problem[]>): readonly string[] =>
  problemsOf(result).map(inFull);
