import { expect } from 'chai';
import fc from 'fast-check';

import { readEnvironmentFile } from '../../../src/domain/job/environment-file.js';
import { renderTemplate, templateTextProblems } from '../../../src/domain/job/render-template.js';
import { valueOf } from '../../../src/testing/expect-result.js';

const delimiters = { left: '{{', right: '}}' };
const render = (text: string, environment: Readonly<Record<string, string>> = {}) =>
  renderTemplate({ text, delimiters }, { environment, meta: {}, attr: {}, node: {} }, 'x');
const rendered = (text: string, A = ''): string => valueOf(render(text, { A }));

const anyText = fc.string({ unit: 'binary' });
/** With what white space is, and what ends things. */
const delicateText = fc
  .array(fc.oneof(anyText, fc.constantFrom(' ', '\n', '"', '`', '}}', '{{', '-', '\\', ',')), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

describe('The text of a template', function () {
  it('stays as it is where there is no action', function () {
    fc.assert(
      fc.property(delicateText, (text) => {
        fc.pre(!text.includes('{{'));
        expect(rendered(text)).to.equal(text);
      }),
    );
  });

  it('stays as it is around an action, less what a marker takes away', function () {
    const around = delicateText.filter((text) => !/[{}]/.test(text));
    fc.assert(
      fc.property(around, around, delicateText, (before, after, value) => {
        expect(rendered(`${before}{{ env "A" }}${after}`, value)).to.equal(before + value + after);
        expect(rendered(`${before}{{- env "A" -}}${after}`, value)).to.equal(
          before.replace(/[ \t\r\n]+$/, '') + value + after.replace(/^[ \t\r\n]+/, ''),
        );
      }),
    );
  });

  it('is made, or refused for one thing, whatever it is', function () {
    const words = fc.constantFrom(
      ...[
        '{{ ',
        ' }}',
        '{{- ',
        ' -}}',
        '{{/*',
        '*/}}',
        'if ',
        'else ',
        'end',
        'with ',
        'range ',
        '(',
        ')',
        ' | ',
      ],
      ...[
        'env ',
        '"A"',
        '"',
        '`',
        'or ',
        'not ',
        'eq ',
        'split "," ',
        'toJSON ',
        '.',
        '$x',
        '.Data',
        '1',
        'secret ',
        '\n',
      ],
    );
    const texts = fc.oneof(
      delicateText,
      fc.array(words, { maxLength: 20 }).map((some) => some.join('')),
    );
    fc.assert(
      fc.property(texts, anyText, (text, A) => {
        const told = templateTextProblems({ text, delimiters }, 'x');
        const made = render(text, { A });
        if (told.length > 0) expect(made).to.deep.equal({ ok: false, error: told });
        else if (!made.ok) expect(made.error).to.have.length(1);
        for (const { path } of made.ok ? [] : made.error) expect(path).to.equal('x');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('Values in a template', function () {
  it('are written as JSON writes them, and mean the same', function () {
    fc.assert(
      fc.property(delicateText, (value) => {
        expect(rendered(`{{ ${JSON.stringify(value)} }}`)).to.equal(value);
        expect(JSON.parse(rendered('{{ env "A" | toJSON }}', value))).to.equal(value);
      }),
    );
  });

  it('come through toJSON unharmed into variables', function () {
    fc.assert(
      fc.property(delicateText, (value) => {
        const file = rendered('B={{ env "A" | toJSON }} # a value', value);
        expect(valueOf(readEnvironmentFile(file, 'x'))).to.deep.equal({ B: value });
      }),
    );
  });

  it('are raw between backquotes', function () {
    fc.assert(
      fc.property(delicateText, (value) => {
        fc.pre(!/[`\r]/.test(value));
        expect(rendered(`{{\`${value}\`}}`)).to.equal(value);
      }),
    );
  });

  it('are what they were after there and back', function () {
    const trimmed = delicateText.map((text) => text.trim());
    fc.assert(
      fc.property(delicateText, trimmed, (value, list) => {
        expect(rendered('{{ env "A" | base64Encode | base64Decode }}', value)).to.equal(value);
        expect(rendered('{{ env "A" | split "," | join "," }}', list)).to.equal(list);
        expect(rendered('{{ range split "," (env "A") }}{{ . }},{{ end }}', list)).to.equal(
          list === '' ? '' : `${list},`,
        );
      }),
    );
  });

  it('decide what is written', function () {
    fc.assert(
      fc.property(fc.oneof(fc.constant(''), delicateText), (value) => {
        const [yes, no] = value === '' ? ['', 'n'] : [value, ''];
        expect(rendered('{{ if env "A" }}{{ env "A" }}{{ else }}n{{ end }}', value)).to.equal(yes + no);
        expect(rendered('{{ with env "A" }}{{ . }}{{ else }}n{{ end }}', value)).to.equal(yes + no);
        expect(rendered('{{ or (env "A") "n" }}', value)).to.equal(yes + no);
        expect(rendered('{{ and (env "A") "y" }}', value)).to.equal(value === '' ? '' : 'y');
        expect(rendered('{{ if not (eq (env "A") "") }}y{{ end }}', value)).to.equal(value === '' ? '' : 'y');
      }),
    );
  });
});
