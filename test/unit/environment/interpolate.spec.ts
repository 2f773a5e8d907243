import { expect } from 'chai';

import { interpolate, interpolateConfig, unresolvedIn } from '../../../src/domain/environment/interpolate.js';
import {
  type References,
  referencesOf,
  spellings,
  valueOf,
} from '../../../src/domain/environment/references.js';
import { aJob, aGroup, anAllocation, aTask } from '../../../src/testing/builders/a-job.js';
import { aHost } from '../../../src/testing/builders/a-task-request.js';
import { valueOf as resultOf } from '../../../src/testing/expect-result.js';
import { problemsOf } from '../../support/problems.js';
import { inOneLine } from '../../support/reading.js';

const references: References = {
  environment: { NOMAD_IP: '10.0.0.7', 'a.b': 'dotted', EMPTY: '', NESTED: '${NOMAD_IP}', 'a b': 'blank' },
  meta: { owner: 'me', 'x-y': 'dashed', 'a.b': 'deep' },
  attr: { 'kernel.name': 'linux' },
  node: { 'unique.id': 'n1', datacenter: 'dc1' },
};

describe('interpolate', function () {
  const texts: readonly (readonly [string, string])[] = [
    ['', ''],
    ['plain', 'plain'],
    ['$', '$'],
    ['$NOMAD_IP', '$NOMAD_IP'],
    ['${NOMAD_IP}', '10.0.0.7'],
    ['${ NOMAD_IP }', '10.0.0.7'],
    ['a${NOMAD_IP}b${NOMAD_IP}c', 'a10.0.0.7b10.0.0.7c'],
    ['${env["NOMAD_IP"]}', '10.0.0.7'],
    ['${env.NOMAD_IP}', '10.0.0.7'],
    ['${env["a.b"]}', 'dotted'],
    ['${env["a b"]}', 'blank'],
    ['${EMPTY}', ''],
    ['${NESTED}', '${NOMAD_IP}'],
    ['${meta.owner}', 'me'],
    ['${meta["owner"]}', 'me'],
    ['${meta.x-y}', 'dashed'],
    ['${meta.a.b}', 'deep'],
    ['${meta["a.b"]}', 'deep'],
    ['${attr.kernel.name}', 'linux'],
    ['${node.unique.id}', 'n1'],
    ['${node.datacenter}', 'dc1'],
    ['$${NOMAD_IP}', '${NOMAD_IP}'],
    ['$$${NOMAD_IP}', '$${NOMAD_IP}'],
    ['$${a}${NOMAD_IP}', '${a}10.0.0.7'],
    ['${UNKNOWN}', '${UNKNOWN}'],
    ['${meta.unknown}', '${meta.unknown}'],
    ['${meta}', '${meta}'],
    ['${other.owner}', '${other.owner}'],
    ['${constructor}', '${constructor}'],
    ['${constructor.name}', '${constructor.name}'],
    ['${meta.toString}', '${meta.toString}'],
    ['${}', '${}'],
    ['${NOMAD_IP', '${NOMAD_IP'],
    ['${"}"}', '${"}"}'],
    ['${NOMAD_IP:-x}', '${NOMAD_IP:-x}'],
    ['${env["NOMAD_IP]}', '${env["NOMAD_IP]}'],
    ['${ NOMAD_IP', '${ NOMAD_IP'],
    ['${x ${NOMAD_IP}', '${x ${NOMAD_IP}'],
  ];
  for (const [text, resolved] of texts) {
    it(`makes ${JSON.stringify(resolved)} of ${JSON.stringify(text)}`, function () {
      expect(interpolate(text, references)).to.equal(resolved);
    });
  }
});

describe('valueOf', function () {
  it('knows a reference only as a whole', function () {
    for (const text of [
      '!NOMAD_IP',
      'NOMAD_IP!',
      '',
      ' ',
      '.',
      'a.',
      '.a',
      'NOMAD_IP NOMAD_IP',
      'env[NOMAD_IP]',
      "env['NOMAD_IP']",
      'a..b',
    ])
      expect(valueOf(text, references), text).to.equal(undefined);
    expect(valueOf(' NOMAD_IP ', references)).to.equal('10.0.0.7');
  });
});

describe('unresolvedIn', function () {
  const wrong = (text: string): readonly string[] => unresolvedIn(text, references, 'x').map(inOneLine);

  it('finds nothing wrong in text whose references all have a value', function () {
    expect(wrong('a ${NOMAD_IP} $${NOPE} ${EMPTY}')).to.deep.equal([]);
  });

  it('names each that has none, with what it may stand for', function () {
    expect(wrong('${NOMAD_PI} ${meta.ownr} ${env["a.c"]} ${whatever.it.is}')).to.deep.equal([
      'x refers to ${NOMAD_PI}, which is not known here | did you mean "${NOMAD_IP}"?',
      'x refers to ${meta.ownr}, which is not known here | did you mean "${meta.owner}"?',
      'x refers to ${env["a.c"]}, which is not known here | did you mean "${env["a.b"]}"?',
      'x refers to ${whatever.it.is}, which is not known here | write "$${" to keep it as text',
    ]);
    expect(wrong('${ NOMAD_PI }')).to.deep.equal([
      'x refers to ${ NOMAD_PI }, which is not known here | did you mean "${NOMAD_IP}"?',
    ]);
  });

  it('tells a reference without an end', function () {
    expect(wrong('a ${NOMAD_IP')).to.deep.equal([
      'x has a "${" without its "}" | write "$${" for the characters themselves',
    ]);
  });
});

describe('interpolateConfig', function () {
  it('resolves all text of a config, at any depth, in keys as well', function () {
    const config = {
      command: '${NOMAD_IP}',
      args: ['-a', '${meta.owner}', ['${NOMAD_IP}']],
      labels: { '${meta.owner}': 'x', n: 1, t: true, z: null, u: undefined },
    };
    expect(resultOf(interpolateConfig(config, references, 'config'))).to.deep.equal({
      command: '10.0.0.7',
      args: ['-a', 'me', ['10.0.0.7']],
      labels: { me: 'x', n: 1, t: true, z: null, u: undefined },
    });
  });

  it('tells all that is unknown, each by its path', function () {
    const config = { a: '${x.y}', b: [{ c: ['${', '${NOMAD_IP}', '${x.y}'] }], '${k.k}': 1 };
    expect(problemsOf(interpolateConfig(config, references, 'config')).map(({ path }) => path)).to.deep.equal(
      ['config.a', 'config.b[0].c[0]', 'config.b[0].c[2]', 'config.${k.k}'],
    );
  });
});

describe('The references of a task', function () {
  const job = aJob({ meta: { a: 'job', b: 'job', c: 'job' }, datacenters: ['dc7', 'dc8'], region: 'eu' });
  const group = aGroup({ meta: { b: 'group', c: 'group' } });
  const allocation = anAllocation({ job, group });
  const task = aTask({ meta: { c: 'task' } });
  const found = referencesOf({ allocation, task, host: aHost(), environment: { X: 'y' } });

  it('are its environment, its meta, and what the host is', function () {
    expect(found).to.deep.equal({
      environment: { X: 'y' },
      meta: { a: 'job', b: 'group', c: 'task' },
      attr: {
        'kernel.name': 'linux',
        'unique.hostname': 'quay',
        'cpu.numcores': '4',
        'cpu.totalcompute': '8000',
        'memory.totalbytes': '1024',
      },
      node: {
        'unique.id': '9b8d1c55-0000-4000-8000-000000000001',
        'unique.name': 'quay',
        class: '',
        pool: 'default',
        datacenter: 'dc7',
        region: 'eu',
      },
    });
  });

  it('hold what the host itself told in place of what follows from it', function () {
    const host = aHost({ attributes: { 'cpu.numcores': '64' } });
    expect(referencesOf({ allocation, task, host, environment: {} }).attr).to.have.property(
      'cpu.numcores',
      '64',
    );
  });

  it('are spelt as people write them', function () {
    const short = { environment: { X: '' }, meta: { a: '' }, attr: { b: '' }, node: { c: '' } };
    expect(spellings(short)).to.deep.equal(['X', 'env["X"]', 'meta.a', 'attr.b', 'node.c']);
  });
});
