import type { References } from '../environment/references.js';
import { err, ok, type Result } from '../shared/result.js';
import { type Problem, problem } from '../shape/problem.js';
import { evaluate } from './template/evaluate.js';
import type { TemplateFault } from './template/fault.js';
import { parseTemplate } from './template/parse-template.js';
import type { TemplateSource } from './template/scan-template.js';
import { templateVariables } from './template-variable.js';

/**
 * The text that a template makes of its task's variables, in as much of the language of Go's templates and of Consul's
 * functions as asks for nothing else; or the first problem.
 */
export function renderTemplate(
  template: TemplateSource,
  references: References,
  path: string,
): Result<string, readonly Problem[]> {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return err([problemOf(parsed.error, template, path)]);
  const faults: TemplateFault[] = [];
  const text = evaluate(parsed.value, {
    dot: '',
    variables: templateVariables(references),
    report: (fault) => faults.push(fault),
  });
  const [first] = faults;
  return first === undefined ? ok(text) : err([problemOf(first, template, path)]);
}

/** What is wrong with a template whatever the variables of its task will be. */
export function templateTextProblems(template: TemplateSource, path: string): readonly Problem[] {
  const parsed = parseTemplate(template);
  return parsed.ok ? [] : [problemOf(parsed.error, template, path)];
}

function problemOf(
  { message, suggestion, at }: TemplateFault,
  { text }: TemplateSource,
  path: string,
): Problem {
  const line = text.slice(0, at).split('\n').length.toString();
  return problem(path, text.trimEnd().includes('\n') ? `in line ${line} ${message}` : message, suggestion);
}
