import { parse } from '@cdktn/hcl2json';
import { expect } from 'chai';
import fc from 'fast-check';

import { evaluate } from '../../../src/adapters/hcl-jobs/evaluation/evaluate.js';
import { syntaxProblems } from '../../../src/adapters/hcl-jobs/official/official-parser.js';
import { allUntilRunTime } from '../../../src/adapters/hcl-jobs/syntax/escaped-references.js';
import { parseHcl } from '../../../src/adapters/hcl-jobs/syntax/parse-body.js';
import { SourceText } from '../../../src/adapters/hcl-jobs/syntax/source-text.js';
import type { Json } from '../../../src/domain/shared/json.js';

/** Loading the parser takes a while on a busy machine. */
const timeoutMs = 60_000;

describe('the reading of what the official parser accepts', () => {
  it('gives the same values for whatever text is written in quotes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        const source = `a = ${quoted(text)}\n`;
        expect(ours(source)).to.deep.equal(await theirs(source));
      }),
      { numRuns: 100 },
    );
  }).timeout(timeoutMs);

  it('gives the same values for literals of every shape', async () => {
    await fc.assert(
      fc.asyncProperty(literals, async (literal) => {
        const source = `a = ${spell(literal)}\n`;
        expect(ours(source)).to.deep.equal(await theirs(source));
      }),
      { numRuns: 100 },
    );
  }).timeout(timeoutMs);

  it('gives the same text for heredocs, indented or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(lines, { maxLength: 6 }), fc.boolean(), async (content, indented) => {
        const source = `a = <<${indented ? '-' : ''}EOT\n${content.map((line) => `${line}\n`).join('')}  EOT\n`;
        expect(ours(source)).to.deep.equal(await theirs(source));
      }),
      { numRuns: 100 },
    );
  }).timeout(timeoutMs);

  it('takes every text that the official parser takes', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(expressions, fc.array(snippets, { maxLength: 8 }).map(spaced)),
        async (text) => {
          const source = `a = ${text}\n`;
          if (!(await isAccepted(source))) return;
          accepted++;
          expect(() => parseHcl(source)).not.to.throw();
        },
      ),
      { numRuns: 400 },
    );
    expect(accepted).to.be.greaterThan(100);
  }).timeout(timeoutMs);
});

describe('the official parser', () => {
  it('tells all syntax errors of all texts, each with its place', async () => {
    const problems = await syntaxProblems([
      new SourceText('a.hcl', 'a = 1\na = 2\nb = 1\nb = 2\n'),
      new SourceText('fine.hcl', 'a = 1\n'),
      new SourceText('b.hcl', 'job "x {\n'),
    ]);
    expect(
      problems.map(
        ({ position }) => `${position?.file ?? ''}:${String(position?.line)}:${String(position?.column)}`,
      ),
    ).to.include.members(['a.hcl:2:1', 'a.hcl:4:1', 'b.hcl:1:9']);
  }).timeout(timeoutMs);

  it('has no objection to blocks of one kind with different labels', async () => {
    expect(await syntaxProblems([new SourceText('a.hcl', 'x "a" {}\nx {}\nx = 1\n')])).to.deep.equal([]);
  }).timeout(timeoutMs);
});

const lines = fc
  .tuple(
    fc.constantFrom('', ' ', '  ', '    ', '\t'),
    fc.constantFrom(
      '',
      'text',
      '"q" \\n',
      '100%',
      '$5',
      '%{ if true }x%{ endif }',
      '${~ "v" ~} tail',
      '# no comment',
    ),
  )
  .map((parts) => parts.join(''));

const forms = [
  '(#)',
  '-#',
  '!#',
  '# + #',
  '# == # && #',
  '# ? # : #',
  '[#, #,]',
  '{ a = #, (#) = # }',
  '{\n a = #\n b : #\n}',
  '[for x in # : # if #]',
  '{for k, v in # : k => #...}',
  'f(#, #...)',
  '(#)[#]',
  '(#).a.0',
  '(#)[*].b',
  '"x${#}y"',
  '"%{ if # }${#}%{ else }b%{ endif }"',
  '"%{ for x in # ~} ${x} %{~ endfor }"',
  '[<<-E\n  x ${#}\n  E\n]',
  '# # c\n',
  'f(\n#,\n#\n)',
];

const leaves = fc.constantFrom(
  ...[
    '1',
    '1.5e3',
    '"t"',
    'true',
    'null',
    'a',
    'var.x',
    '"${a}-$${b}"',
    'a.b[0].c',
    'a.*.b',
    'a[*].b[0]',
    '{}',
    '[]',
  ],
);

/** Expressions of every form, nested in each other. */
const expressions = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    leaves,
    fc
      .tuple(fc.constantFrom(...forms), fc.array(tie('any'), { minLength: 3, maxLength: 3 }))
      .map(([form, values]) => filled(form, values)),
  ),
})).any;

const filled = (form: string, values: readonly string[]): string => {
  let next = 0;
  return form.replace(/#(?! c)/g, () => values[next++] ?? '1');
};

const spaced = (parts: readonly string[]): string => parts.join(' ');

const snippets = fc.constantFrom(
  ...['a', '=', '1', '"x"', '{', '}', '\n', '[', ']', ',', '(', ')', 'b', '-', '!', '?', ':', '.', '*', '=>'],
  ...[
    'for',
    'in',
    'if',
    '# c\n',
    '/* c */',
    '"${a}"',
    '<<E\nx\nE\n',
    '...',
    '&&',
    '==',
    '1.5e3',
    'a-b',
    'null',
  ],
);

const literals: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ maxLength: 5 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/), tie('value'), { maxKeys: 3 }),
  ),
})).value;

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const quoted = (text: string): string =>
  `"${text
    .replace(/["\\\n\r\t]/g, (letter) => escapes[letter] ?? letter)
    .replaceAll('${', '$${')
    .replaceAll('%{', '%%{')}"`;

function spell(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(spell).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${quoted(key)} = ${spell(item ?? null)}`)
    .join(', ')} }`;
}

function ours(source: string): unknown {
  const [attribute] = parseHcl(source).items;
  if (attribute?.kind !== 'attribute') throw new Error(`no attribute in ${source}`);
  return allUntilRunTime(evaluate(attribute.value, { text: source, functions: {}, lookup: () => undefined }));
}

/** The parser leaves templates that it can't work out alone; literal ones it writes with their escapes. */
async function theirs(source: string): Promise<unknown> {
  const { a } = (await parse('a.hcl', source)) as { readonly a: Json };
  return resolved(a);
}

function resolved(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(resolved);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item ?? null)]));
  return typeof value === 'string' ? valueOfTemplate(value) : value;
}

const valueOfTemplate = (text: string): string =>
  text.replaceAll('${"v"}', 'v').replaceAll('%{if true}x%{endif}', 'x').replaceAll('%%{', '%{');

async function isAccepted(source: string): Promise<boolean> {
  try {
    await parse('a.hcl', source);
    return true;
  } catch (error) {
    return !(error instanceof Error && error.message.startsWith('parse config'));
  }
}
