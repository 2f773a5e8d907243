import { expect } from 'chai';

import { renderTemplate } from '../../../src/domain/job/render-template.js';
import { templateDestination } from '../../../src/domain/job/template-destination.js';
import { valueOf } from '../../support/expect-result.js';
import { problemsOf } from '../../support/problems.js';
import { inOneLine } from '../../support/reading.js';

const delimiters = { left: '{{', right: '}}' };
const environment = { '- X': 'front', 'X -': 'back', NAME: 'quay', EMPTY: '', BRACES: '{{ env "NAME" }}' };
const references = {
  environment: { ...environment, 'node.shadowed': 'variable' },
  meta: { owner: 'me', 'a.b': 'deep' },
  attr: { 'cpu.arch': 'amd64' },
  node: { 'unique.name': 'quay-1', shadowed: 'host' },
};
const render = (text: string, marks = delimiters): string =>
  valueOf(renderTemplate({ text, delimiters: marks }, references, 'template[0].data'));
const wrong = (text: string, marks = delimiters): readonly string[] =>
  problemsOf(renderTemplate({ text, delimiters: marks }, references, 'template[0].data')).map(inOneLine);

describe('renderTemplate', function () {
  const texts: readonly (readonly [string, string])[] = [
    ['', ''],
    ['plain {text}', 'plain {text}'],
    ['}} first', '}} first'],
    ['}}{{ env "NAME" }}', '}}quay'],
    ['a {{ env "- X" }} b', 'a front b'],
    ['a {{ env "X -" }} b', 'a back b'],
    ['a {{ env "NAME" }} b', 'a quay b'],
    ['{{env "NAME"}}', 'quay'],
    ['{{env"NAME"}}', 'quay'],
    ['{{ env `NAME` }}', 'quay'],
    ['{{ env "NAME" }}{{ env "NAME" }}', 'quayquay'],
    ['[{{ env "EMPTY" }}]', '[]'],
    ['[{{ env "UNSET" }}]', '[]'],
    ['[{{ env "constructor" }}]', '[]'],
    ['[{{ env "" }}]', '[]'],
    ['{{ env "BRACES" }}', '{{ env "NAME" }}'],
    ['{{/* a note */}}x', 'x'],
    ['a {{- /* a note */ -}} b', 'ab'],
    ['a \n {{- env "NAME" }} b', 'aquay b'],
    ['a {{ env "NAME" -}} \n b', 'a quayb'],
    ['a {{- env "NAME" -}} b', 'aquayb'],
    [' {{- env "NAME" -}} ', 'quay'],
    ['{{ env "node.unique.name" }} {{ env `attr.cpu.arch` }}', 'quay-1 amd64'],
    ['{{ env "meta.owner" }} {{ env "meta.a.b" }}', 'me deep'],
    ['{{ env "node.shadowed" }}', 'variable'],
    ['[{{ env "node" }}{{ env "unique.name" }}{{ env "environment.NAME" }}]', '[]'],
    ['a\n{{- env "NAME" }}\n{{- env "NAME" -}}\nb', 'aquayquayb'],
  ];
  for (const [text, rendered] of texts) {
    it(`makes ${JSON.stringify(rendered)} of ${JSON.stringify(text)}`, function () {
      expect(render(text)).to.equal(rendered);
    });
  }

  it('uses the delimiters that the template brings along', function () {
    const marks = { left: '<%', right: '%>' };
    expect(render('<% env "NAME" %> {{ env "NAME" }}', marks)).to.equal('quay {{ env "NAME" }}');
    expect(wrong('<% key "x" %>', marks)).to.have.length(1);
    expect(wrong('a <%', marks)).to.deep.equal(['template[0].data has a "<%" without its end']);
  });

  const cluster = 'which needs a cluster | only {{ env "NAME" }} can be used here';
  const problems: readonly (readonly [string, string])[] = [
    ['{{ key "a/b" }}', `calls "key", ${cluster}`],
    ['{{ with secret "a" }}', `calls "with", ${cluster}`],
    ['{{ range service "a" }}', `calls "range", ${cluster}`],
    ['{{ .Data.x }}', `calls ".Data.x", ${cluster}`],
    ['{{ $x := 1 }}', `calls "$x", ${cluster}`],
    ['{{ envOrDefault "A" "b" }}', `calls "envOrDefault", ${cluster}`],
    ['{{ "text" }}', `calls ""text"", ${cluster}`],
    ['{{ }}', `calls "", ${cluster}`],
    ['{{-env "NAME"}}', `calls "-env "NAME"", ${cluster}`],
    ['{{ /* x */ y }}', `calls "/* x */ y", ${cluster}`],
    ['{{ y /* x */ }}', `calls "y", ${cluster}`],
    [
      '{{ env "A" "B" }}',
      'calls env with something else than one quoted name | only {{ env "NAME" }} can be used here',
    ],
    [
      '{{ env NAME }}',
      'calls env with something else than one quoted name | only {{ env "NAME" }} can be used here',
    ],
    [
      '{{ env "NAME" | toUpper }}',
      'calls env with something else than one quoted name | only {{ env "NAME" }} can be used here',
    ],
    [
      '{{ env "A\\"B" }}',
      'calls env with something else than one quoted name | only {{ env "NAME" }} can be used here',
    ],
    [
      '{{ env "node.unique.nam" }}',
      'asks for "node.unique.nam", which is not known here | did you mean "node.unique.name"?',
    ],
    ['{{ env "meta.ownr" }}', 'asks for "meta.ownr", which is not known here | did you mean "meta.owner"?'],
    [
      '{{ env "attr.unique.network.ip-address" }}',
      'asks for "attr.unique.network.ip-address", which is not known here',
    ],
    ['{{ env "meta." }}', 'asks for "meta.", which is not known here'],
    ['{{ env "meta.constructor" }}', 'asks for "meta.constructor", which is not known here'],
    ['a {{ env "NAME"', 'has a "{{" without its end'],
  ];
  for (const [text, message] of problems) {
    it(`refuses ${JSON.stringify(text)}`, function () {
      expect(wrong(text)).to.deep.equal([`template[0].data ${message}`]);
    });
  }

  it('tells all that it refuses', function () {
    expect(wrong('{{ key "a" }} {{ env "NAME" }} {{ key "b" }} {{')).to.have.length(3);
  });
});

describe('templateDestination', function () {
  const seen = { local: '/local', secrets: '/secrets', shared: '/alloc' };
  const places: readonly (readonly [string, string | undefined])[] = [
    ['local/app.conf', 'local/app.conf'],
    ['./local//a', 'local/a'],
    ['app.conf', 'app.conf'],
    ['/local/a/b', 'local/a/b'],
    ['/secrets/a', 'secrets/a'],
    ['/local', undefined],
    ['/secrets/', undefined],
    ['/locale/a', undefined],
    ['/local/../etc/a', undefined],
    ['/etc/passwd', undefined],
    ['../alloc/a', '../alloc/a'],
    ['/alloc/data/../a', '../alloc/a'],
    ['local/../../alloc//data/a', '../alloc/data/a'],
    ['/alloc', undefined],
    ['../alloc/', undefined],
    ['/alloc/logs', undefined],
    ['../alloc/logs/a', undefined],
    ['../alloc/logs-of-mine', '../alloc/logs-of-mine'],
    ['../alloc/../other/local/a', undefined],
    ['../allocs/a', undefined],
    ['../other/a', undefined],
    ['local/../../a', undefined],
    ['.', undefined],
    ['', undefined],
  ];
  for (const [destination, place] of places) {
    it(`puts "${destination}" ${place === undefined ? 'nowhere' : `at ${place}`}`, function () {
      expect(templateDestination(destination, seen)).to.equal(place);
    });
  }

  it("knows the task's directories on the host as well", function () {
    const onHost = {
      local: '/state/a1/task/local',
      secrets: '/state/a1/task/secrets',
      shared: '/state/a1/alloc',
    };
    expect(templateDestination('/state/a1/task/secrets/key', onHost)).to.equal('secrets/key');
    expect(templateDestination('/state/a1/alloc/a', onHost)).to.equal('../alloc/a');
    expect(templateDestination('../alloc/a', onHost)).to.equal('../alloc/a');
    expect(templateDestination('/local/a', onHost)).to.equal(undefined);
  });
});
