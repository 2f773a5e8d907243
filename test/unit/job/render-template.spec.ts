import { expect } from 'chai';

import { renderTemplate, templateTextProblems } from '../../../src/domain/job/render-template.js';
import { templateDestination } from '../../../src/domain/job/template-destination.js';
import { valueOf } from '../../../src/testing/expect-result.js';
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
const supported =
  'there are if, else, end, with, range, env, envOrDefault, and, or, not, eq, ne, toUpper, toLower, trimSpace, ' +
  'replaceAll, split, join, toJSON, base64Encode, base64Decode';
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
    ['{{ env `NAME` }}', 'quay'],
    ['{{\n  env\n  "NAME"\n}}', 'quay'],
    ['{{ env "NAME" }}{{ env "NAME" }}', 'quayquay'],
    ['[{{ env "EMPTY" }}]', '[]'],
    ['[{{ env "UNSET" }}]', '[]'],
    ['[{{ env "constructor" }}]', '[]'],
    ['[{{ env "" }}]', '[]'],
    ['{{ env "BRACES" }}', '{{ env "NAME" }}'],
    ['{{ env "node.unique.name" }} {{ env `attr.cpu.arch` }}', 'quay-1 amd64'],
    ['{{ env "meta.owner" }} {{ env "meta.a.b" }}', 'me deep'],
    ['{{ env "node.shadowed" }}', 'variable'],
    ['[{{ env "node" }}{{ env "unique.name" }}{{ env "environment.NAME" }}]', '[]'],
  ];
  for (const [text, rendered] of texts) {
    it(`makes ${JSON.stringify(rendered)} of ${JSON.stringify(text)}`, function () {
      expect(render(text)).to.equal(rendered);
    });
  }

  it('uses the delimiters that the template brings along', function () {
    const marks = { left: '<%', right: '%>' };
    expect(render('<% env "NAME" %> {{ env "NAME" }}', marks)).to.equal('quay {{ env "NAME" }}');
    expect(render('a <%- "%>" -%> b<%/* %> */%>', marks)).to.equal('a%>b');
    expect(wrong('<% key "x" %>', marks)).to.have.length(1);
    expect(wrong('a <%', marks)).to.deep.equal(['template[0].data has a "<%" without its end']);
  });

  const unknown: readonly (readonly [string, string])[] = [
    ['node.unique.nam', ' | did you mean "node.unique.name"?'],
    ['meta.ownr', ' | did you mean "meta.owner"?'],
    ['attr.unique.network.ip-address', ''],
    ['meta.', ''],
    ['meta.constructor', ''],
  ];
  for (const [name, suggestion] of unknown) {
    it(`refuses "${name}", of which it would know`, function () {
      const asks = `asks for "${name}", which is not known here${suggestion}`;
      expect(wrong(`{{ env "${name}" }}`)).to.deep.equal([`template[0].data ${asks}`]);
      expect(templateTextProblems({ text: `{{ env "${name}" }}`, delimiters }, 'x')).to.deep.equal([]);
      expect(render(`{{ envOrDefault "${name}" "none" }}`)).to.equal('none');
    });
  }

  it('tells the first problem, and its line where there are several', function () {
    expect(wrong('{{ env }} {{ nope }} {{')).to.have.length(1);
    expect(wrong('a\n{{ env "NAME" }}\n  {{ $x }}\n{{ $y }}')).to.deep.equal([
      `template[0].data in line 3 uses $x, which is not supported | ${supported}`,
    ]);
    expect(wrong('a\n{{ env "meta.nothing" }}{{ env "meta.none" }}')).to.deep.equal([
      'template[0].data in line 2 asks for "meta.nothing", which is not known here',
    ]);
    expect(wrong('{{ $x }}\n')[0]).to.match(/^template\[0\]\.data uses \$x/);
  });
});

describe('The language of templates', function () {
  const groups: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    'leaves comments out': [
      ['{{/* a note */}}x', 'x'],
      ['{{ /* a }} "note */ }}x', 'x'],
      ['a {{- /* a note */ -}} b', 'ab'],
    ],
    'takes white space away where it is told to': [
      ['a \n {{- env "NAME" }} b', 'aquay b'],
      ['a {{ env "NAME" -}} \n b', 'a quayb'],
      ['a {{- env "NAME" -}} b', 'aquayb'],
      [' {{- env "NAME" -}} ', 'quay'],
      ['a\n{{- env "NAME" }}\n{{- env "NAME" -}}\nb', 'aquayquayb'],
      ['a\u00a0{{- "b" -}}\u00a0c', 'a\u00a0b\u00a0c'],
      ['a {{- if true }} b {{- end }} c', 'a b c'],
    ],
    'knows texts and truth': [
      ['{{ "{{" }}', '{{'],
      ['{{ "}}" }}', '}}'],
      ['{{ `a\n"\\n"` }}', 'a\n"\\n"'],
      ['{{ `a\r\nb` }}', 'a\nb'],
      [String.raw`{{ "\a\b\f\n\r\t\v\\\"" }}`, '\x07\b\f\n\r\t\v\\"'],
      [String.raw`{{ "\U0010ffff\ud7ff\ue000" }}`, '\u{10ffff}\ud7ff\ue000'],
      [String.raw`{{ "\u00e9\U0001F600" }}`, 'é😀'],
      ['{{ true }} {{ false }}', 'true false'],
      ['{{ "" }}', ''],
    ],
    'hands values on': [
      ['{{ "a" | toUpper }}', 'A'],
      ['{{ env "NAME" | toUpper | toLower }}', 'quay'],
      ['{{ "NAME" | env }}', 'quay'],
      ['{{ "x" | replaceAll "a" "b" }}', 'x'],
      ['{{ "b" | replaceAll "abc" "c" }}', 'b'],
      ['{{ (("a")) }}', 'a'],
      ['{{ toUpper (env (toUpper "name")) }}', 'QUAY'],
      ['{{ (env "NAME" | toUpper) | toLower }}', 'quay'],
    ],
    'chooses with if': [
      ['{{ if env "NAME" }}y{{ end }}', 'y'],
      ['{{ if env "EMPTY" }}y{{ end }}', ''],
      ['{{ if env "UNSET" }}y{{ else }}n{{ end }}', 'n'],
      ['{{ if false }}a{{ else if "b" }}b{{ else }}c{{ end }}', 'b'],
      ['{{ if false }}a{{ else if "" }}b{{ else }}c{{ end }}d', 'cd'],
      ['{{ if true }}{{ if false }}a{{ else }}b{{ end }}{{ else }}c{{ end }}', 'b'],
      ['{{ if split "," "" }}y{{ else }}n{{ end }}', 'n'],
      ['{{ if split "," "a" }}y{{ else }}n{{ end }}', 'y'],
      ['{{ if "false" }}y{{ end }}', 'y'],
      ['{{ with "x" }}{{ if . }}{{ . }}{{ end }}{{ end }}', 'x'],
    ],
    'brings values along with with': [
      ['{{ with env "NAME" }}[{{ . }}]{{ end }}', '[quay]'],
      ['{{ with env "UNSET" }}[{{ . }}]{{ else }}none{{ end }}', 'none'],
      ['{{ with "x" }}{{ if true }}{{ . }}{{ end }}{{ end }}', 'x'],
      ['{{ with "a" }}{{ with "" }}b{{ else }}{{ . }}{{ end }}{{ end }}', 'a'],
      ['{{ with "" }}a{{ else with "b" }}{{ . }}{{ else }}c{{ end }}', 'b'],
      ['{{ with env "NAME" }}{{ . | toUpper }} {{ eq . "quay" }}{{ end }}', 'QUAY true'],
    ],
    'repeats with range': [
      ['{{ range split "," "a,b" }}[{{ . }}]{{ end }}', '[a][b]'],
      ['{{ range split "," (env "UNSET") }}{{ . }}{{ else }}none{{ end }}', 'none'],
      ['{{ range split "," "a b,c" }}{{ range split " " . }}{{ . }};{{ end }}|{{ end }}', 'a;b;|c;|'],
    ],
    'weighs with or, and, not, eq and ne': [
      ['{{ or (env "UNSET") "c" }}', 'c'],
      ['{{ or "a" "b" }}', 'a'],
      ['[{{ or "" false "" }}]', '[]'],
      ['{{ or "" false }}', 'false'],
      ['{{ "b" | or "" }}', 'b'],
      ['{{ or "a" (env "meta.nothing") }}', 'a'],
      ['[{{ and "" "b" }}]', '[]'],
      ['{{ and "a" "b" }}', 'b'],
      ['{{ and false (env "meta.nothing") }}', 'false'],
      ['{{ not (env "UNSET") }} {{ not "a" }} {{ not true }}', 'true false false'],
      ['{{ eq (env "NAME") "quay" }} {{ eq "a" "b" }}', 'true false'],
      ['{{ eq "a" "b" "a" }}', 'true'],
      ['{{ eq true (not "") }}', 'true'],
      ['{{ ne "a" "b" }} {{ ne "a" "a" }}', 'true false'],
      ['{{ if and (env "NAME") (ne (env "NAME") "x") }}y{{ end }}', 'y'],
    ],
    'asks for variables': [
      ['{{ envOrDefault "NAME" "x" }}', 'quay'],
      ['[{{ envOrDefault "EMPTY" "x" }}]', '[]'],
      ['{{ envOrDefault "UNSET" "x" }}', 'x'],
      ['{{ envOrDefault "node.unique.name" "x" }}', 'quay-1'],
    ],
    'works on texts': [
      ['{{ toUpper "aé1" }} {{ toLower "AÉ1" }}', 'AÉ1 aé1'],
      ['{{ toUpper "straße" }} {{ toLower "ΑΣ" }}', 'STRAßE ασ'],
      ['[{{ trimSpace " a b\\n" }}]', '[a b]'],
      ['{{ replaceAll "a" "$&" "banana" }}', 'b$&n$&n$&'],
      ['{{ split "," "a,b,,c" }}', '[a b  c]'],
      ['{{ split "," " " }}', '[]'],
      ['{{ split "," " a, b " }}', '[a  b]'],
      ['{{ split "" "a😀" }}', '[a 😀]'],
      ['{{ split "," "a,b" | join "-" }}', 'a-b'],
      ['{{ toJSON "a\\"\\n<>&\\u2028é" }}', '"a\\"\\n\\u003c\\u003e\\u0026\\u2028é"'],
      ['{{ toJSON (split "," "a,b") }}{{ true | toJSON }}', '["a","b"]true'],
      ['{{ base64Encode "é😀" }}', 'w6nwn5iA'],
      ['{{ base64Decode "w6nwn5iA" }}', 'é😀'],
      ['{{ base64Decode "77u/YQ==" }}', '\ufeffa'],
      ['{{ base64Decode "YQ==" }}{{ base64Decode "YWI=" }}{{ base64Decode "" }}', 'aab'],
      ['{{ base64Decode "w6nw\\nn5\\r\\niA" }}', 'é😀'],
    ],
  };
  for (const [title, examples] of Object.entries(groups)) {
    it(title, function () {
      for (const [text, rendered] of examples) expect(render(text), text).to.equal(rendered);
    });
  }

  const refused: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    'an action that is not complete': [
      ['a {{ env "NAME"', 'has a "{{" without its end'],
      ['{{/* a }}', `uses /, which is not supported | ${supported}`],
      ['{{ /* a */ env "NAME" }}', 'has more than a comment in the action of one'],
      ['{{ env "NAME }}', 'has a " without its end'],
      ['{{ "a\n" }}', 'in line 1 has a " without its end'],
      ['{{ env `NAME }}', 'has a ` without its end'],
      ['{{ }}', 'lacks a value in an action'],
      ['{{ | env "A" }}', 'lacks a value in an action'],
      ['{{ env "A" | }}', 'lacks a value in an action'],
      ['{{ () }}', 'lacks a value in an action'],
      ['{{ if }}{{ end }}', 'lacks a value in an action'],
      ['{{ (env "A" }}', 'has a "(" without its ")"'],
      ['{{ env "A") }}', 'has a ")" without its "("'],
      [String.raw`{{ "\x41" }}`, String.raw`has the escape \x, which is not supported`],
      [String.raw`{{ "\q\z" }}`, String.raw`has the escape \q, which is not supported`],
      [String.raw`{{ "\ud800" }}`, String.raw`has the escape \ud800, which is not supported`],
      [String.raw`{{ "\udfff" }}`, String.raw`has the escape \udfff, which is not supported`],
      [String.raw`{{ "\U00110000" }}`, String.raw`has the escape \U00110000, which is not supported`],
    ],
    'a branch that is not complete': [
      ['{{ if true }}a', 'has "if" without its "end"'],
      ['{{ range split "" "" }}{{ else }}', 'has "range" without its "end"'],
      ['{{ with "a" }}{{ if true }}{{ end }}', 'has "with" without its "end"'],
      ['{{ end }}', 'has "end" without an if, with or range before it'],
      ['{{ else }}', 'has "else" without an if, with or range before it'],
      ['{{ if true }}{{ else }}{{ else }}{{ end }}', 'has a second "else"'],
      ['{{ if true }}{{ end if }}', 'has something behind "end"'],
      ['{{ if true }}{{ else "a" }}{{ end }}', 'has something behind "else"'],
      ['{{ with "a" }}{{ else if "b" }}{{ end }}', 'has something behind "else"'],
      ['{{ range split "" "" }}{{ else range split "" "" }}{{ end }}', 'has something behind "else"'],
    ],
    'what it does not know': [
      ['{{ timestamp }}', `uses timestamp, which is not supported | ${supported}`],
      ['{{ printf "%s" $x }}', `uses printf, which is not supported | ${supported}`],
      ['{{ ge "a" "b" }}', `uses ge, which is not supported | ${supported}`],
      ['{{ nor "a" "b" }}', `uses nor, which is not supported | ${supported}`],
      ['{{ lt "a" "b" }}', `uses lt, which is not supported | ${supported}`],
      ['{{ constructor }}', `uses constructor, which is not supported | ${supported}`],
      ['{{ define "a" }}{{ end }}', `uses define, which is not supported | ${supported}`],
      ['{{ toUper "a" }}', 'uses toUper, which is not supported | did you mean "toUpper"?'],
      ['{{ $x := 1 }}', `uses $x, which is not supported | ${supported}`],
      ['{{ .Data.x }}', `uses .Data.x, which is not supported | ${supported}`],
      ['{{ with "a" }}{{ .Data }}{{ end }}', `uses .Data, which is not supported | ${supported}`],
      ['{{ eq "a" 1.5 }}', `uses 1.5, which is not supported | ${supported}`],
      ['{{-env "NAME"}}', `uses -, which is not supported | ${supported}`],
      ['{{ if true }}{{ . }}{{ end }}', 'uses "." outside of with and range'],
      ['{{ . }}', 'uses "." outside of with and range'],
      ['{{ with "a" }}{{ end }}{{ . }}', 'uses "." outside of with and range'],
      ['{{ with "a" }}{{ else }}{{ . }}{{ end }}', 'uses "." outside of with and range'],
    ],
    'calls that do not fit': [
      ['{{ env "A" "B" }}', 'calls env with 2 arguments, where it takes 1'],
      ['{{ envOrDefault "A" }}', 'calls envOrDefault with 1 argument, where it takes 2'],
      ['{{ eq "A" }}', 'calls eq with 1 argument, where it takes at least 2'],
      [
        '{{ eq env "A" }}',
        'calls env with no arguments, where it takes 1 | put a call that is an argument into parentheses: (env "NAME")',
      ],
      ['{{ env NAME }}', `uses NAME, which is not supported | ${supported}`],
      ['{{ "a" "b" }}', 'gives arguments to what is no function'],
      ['{{ "a" | "b" }}', 'gives arguments to what is no function'],
      ['{{ toUpper (split "," "a") }}', 'calls toUpper with a list, where it takes a text'],
      ['{{ env true }}', 'calls env with a truth value, where it takes a text'],
      ['{{ envOrDefault "A" (split "" "a") }}', 'calls envOrDefault with a list, where it takes a text'],
      ['{{ join "," "a" }}', 'calls join with a text, where it takes a list'],
      ['{{ join true (split "," "a") }}', 'calls join with a truth value, where it takes a text'],
      ['{{ eq "true" true }}', 'calls eq with a text and a truth value, which are never the same'],
      ['{{ ne "a" (split "" "a") }}', 'calls ne with a text and a list, which are never the same'],
      ['{{ eq (split "" "a") (split "" "a") }}', 'calls eq with lists, which it does not compare'],
      ['{{ base64Decode "a" }}', 'calls base64Decode with what is no base64'],
      ['{{ base64Decode "-_==" }}', 'calls base64Decode with what is no base64'],
      ['{{ base64Decode "ab_=" }}', 'calls base64Decode with what is no base64'],
      ['{{ base64Decode "/w==" }}', 'calls base64Decode with bytes that are no text'],
      ['{{ base64Decode "8J+Y" }}', 'calls base64Decode with bytes that are no text'],
      [
        '{{ range env "UNSET" }}{{ . }}{{ end }}',
        'goes with range over a text, which is no list | make a list of a text with split, such as {{ range split "," (env "NAME") }}',
      ],
    ],
  };
  for (const [title, examples] of Object.entries(refused)) {
    it(`refuses ${title}`, function () {
      for (const [text, message] of examples)
        expect(wrong(text), text).to.deep.equal([`template[0].data ${message}`]);
    });
  }

  it('is judged before there are variables, as far as it can be', function () {
    const problems = (text: string): readonly unknown[] => templateTextProblems({ text, delimiters }, 'x');
    expect(problems('{{ if env "A" }}{{ base64Decode (env "B") }}{{ end }}')).to.deep.equal([]);
    expect(problems('{{ if }}')).to.have.length(1);
  });
});

describe('Data that one host does not have', function () {
  const needs: Readonly<Record<string, readonly string[]>> = {
    Consul: [
      ...[
        'caLeaf',
        'caRoots',
        'connect',
        'datacenters',
        'exportedServices',
        'key',
        'keyExists',
        'keyOrDefault',
      ],
      ...[
        'ls',
        'node',
        'nodes',
        'partitions',
        'peerings',
        'safeLs',
        'safeTree',
        'service',
        'services',
        'tree',
      ],
    ],
    Vault: ['pkiCert', 'secret', 'secrets'],
    'a Nomad server': [
      ...['nomadService', 'nomadServices', 'nomadVar', 'nomadVarExists', 'nomadVarList', 'nomadVarListSafe'],
    ],
  };
  const instead = 'put the value into the env of the task and write {{ env "NAME" }}';
  for (const [what, names] of Object.entries(needs)) {
    it(`is asked for with ${names.join(', ')}, and needs ${what}`, function () {
      for (const name of names)
        expect(wrong(`{{ ${name} "a" }}`), name).to.deep.equal([
          `template[0].data asks for ${name}, which needs ${what} | ${instead}`,
        ]);
    });
  }

  it('is told once, before all else that is wrong', function () {
    const text =
      '{{ $x := 1 }}{{ range service "web" }}{{ .Address }}{{ with secret "a" }}{{ end }}{{ end }}\n{{';
    expect(wrong(text)).to.deep.equal([
      `template[0].data in line 1 asks for service, which needs Consul | ${instead}`,
    ]);
  });

  it('is not meant by names alone', function () {
    expect(render('key {{ "secret" }}{{/* service */}}{{ env "tree" }}')).to.equal('key secret');
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
