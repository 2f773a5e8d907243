import type { References } from '../environment/references.js';
import type { Template } from '../model/job.js';
import { err, ok, type Result } from '../shared/result.js';
import { type Problem, problem } from '../shape/problem.js';
import { templateVariable } from './template-variable.js';

/**
 * A template's text with every `{{ env "X" }}` replaced. The name is that of a variable, or a reference to the host or
 * to meta, such as `node.unique.name`, as in Nomad; a variable that isn't set gives nothing, a reference to nothing is a
 * problem. `{{-` and `-}}` take away white space on their side, and comments leave nothing. Anything else asks for a
 * service that one host doesn't have, and is a problem; so is an action without an end.
 */
export function renderTemplate(
  template: Source,
  references: References,
  path: string,
): Result<string, readonly Problem[]> {
  const parts = split(template.text, template.delimiters);
  const texts = parts.map((part) => render(part, references, path));
  const problems = texts.flatMap((text) => (text.ok ? [] : [text.error]));
  return problems.length > 0 ? err(problems) : ok(texts.map((text) => (text.ok ? text.value : '')).join(''));
}

/** What is wrong with a template whatever its task's environment will be. */
export const templateTextProblems = (template: Source, path: string): readonly Problem[] =>
  split(template.text, template.delimiters).flatMap((part) => problemsOf(part, path));

type Source = Pick<Template, 'text' | 'delimiters'>;

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly code: string }
  | { readonly kind: 'endless'; readonly opening: string };

/** Trim markers are spent here: the text beside an action is already without the white space that the action takes. */
function split(text: string, { left, right }: Template['delimiters']): readonly Part[] {
  const parts: Part[] = [];
  let rest = text;
  for (let at = rest.indexOf(left); at !== -1; at = rest.indexOf(left)) {
    const before = rest.slice(0, at);
    const end = rest.indexOf(right, at + left.length);
    if (end === -1) return [...parts, { kind: 'text', text: before }, { kind: 'endless', opening: left }];
    const inner = rest.slice(at + left.length, end);
    parts.push({ kind: 'text', text: /^-\s/.test(inner) ? before.trimEnd() : before });
    parts.push({
      kind: 'action',
      code: inner
        .replace(/^-(?=\s)/, '')
        .replace(/(?<=\s)-$/, '')
        .trim(),
    });
    const after = rest.slice(end + right.length);
    rest = /\s-$/.test(inner) ? after.trimStart() : after;
  }
  return [...parts, { kind: 'text', text: rest }];
}

const envCall = /^env\s*(?:"([^"\\]*)"|`([^`]*)`)$/;
const isComment = (code: string): boolean => code.startsWith('/*') && code.endsWith('*/');

function render(part: Part, references: References, path: string): Result<string, Problem> {
  if (part.kind === 'text') return ok(part.text);
  const [wrong] = problemsOf(part, path);
  if (wrong !== undefined) return err(wrong);
  const [, quoted, raw] = part.kind === 'action' ? (envCall.exec(part.code) ?? []) : [];
  const name = quoted ?? raw;
  return name === undefined ? ok('') : templateVariable(name, references, path);
}

function problemsOf(part: Part, path: string): readonly Problem[] {
  if (part.kind === 'text') return [];
  if (part.kind === 'endless') return [problem(path, `has a "${part.opening}" without its end`)];
  if (isComment(part.code) || envCall.test(part.code)) return [];
  const word = /^[\w.$]+/.exec(part.code)?.[0] ?? part.code;
  return [
    problem(
      path,
      word === 'env'
        ? `calls env with something else than one quoted name`
        : `calls "${word}", which needs a cluster`,
      'only {{ env "NAME" }} can be used here',
    ),
  ];
}
