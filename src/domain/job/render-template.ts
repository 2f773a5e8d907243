import type { Template } from '../model/job.js';
import { lookup } from '../shared/record.js';
import { err, ok, type Result } from '../shared/result.js';
import { type Problem, problem } from '../shape/problem.js';

/**
 * A template's text with every `{{ env "X" }}` replaced; a name that isn't set gives nothing, as in Nomad. `{{-` and
 * `-}}` take away white space on their side, and comments leave nothing. Anything else asks for a service that one
 * host doesn't have, and is a problem; so is an action without an end.
 */
export function renderTemplate(
  template: Pick<Template, 'text' | 'delimiters'>,
  environment: Readonly<Record<string, string>>,
  path: string,
): Result<string, readonly Problem[]> {
  const parts = split(template.text, template.delimiters);
  const problems = parts.flatMap((part) => (part.kind === 'text' ? [] : problemsOf(part, path)));
  if (problems.length > 0) return err(problems);
  const texts = parts.map((part) => {
    if (part.kind === 'text') return part.text;
    return part.kind === 'action' ? valueOf(part.code, environment) : '';
  });
  return ok(texts.join(''));
}

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

function valueOf(code: string, environment: Readonly<Record<string, string>>): string {
  const [, quoted, raw] = envCall.exec(code) ?? [];
  return lookup(environment, quoted ?? raw ?? '') ?? '';
}

function problemsOf(part: Exclude<Part, { kind: 'text' }>, path: string): readonly Problem[] {
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
