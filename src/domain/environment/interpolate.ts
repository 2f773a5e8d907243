import { isJsonObject, type Json, type JsonObject } from '../shared/json.js';
import { err, ok, type Result } from '../shared/result.js';
import { type Problem, problem } from '../shape/problem.js';
import { suggest } from '../shape/suggest.js';
import { type References, spellings, valueOf } from './references.js';

/**
 * `${…}` holds a reference; `$${` stands for the characters themselves. Quoted keys may hold a brace. What begins like
 * a reference and never ends matches the last part alone.
 */
const marks = /\$\$\{|\$\{((?:"[^"]*"|[^"}])*)\}|\$\{/g;

/** Text with its references resolved. What refers to nothing stays as it is, as in Nomad's `env` blocks. */
export const interpolate = (text: string, references: References): string =>
  text.replace(marks, (mark, inner: string | undefined) => {
    if (mark === '$${') return '${';
    return inner === undefined ? mark : (valueOf(inner, references) ?? mark);
  });

/** A driver's config with its references resolved, or every one that refers to nothing. `path` is the config's own. */
export function interpolateConfig(
  config: JsonObject,
  references: References,
  path: string,
): Result<JsonObject, readonly Problem[]> {
  const problems: Problem[] = [];
  const resolved = resolveObject(config, path, (text, at) => {
    problems.push(...unresolvedIn(text, references, at));
    return interpolate(text, references);
  });
  return problems.length === 0 ? ok(resolved) : err(problems);
}

/** A problem for each reference in the text that refers to nothing. */
export function unresolvedIn(text: string, references: References, path: string): readonly Problem[] {
  return [...text.matchAll(marks)].flatMap(([mark, inner]) => {
    if (mark === '$${') return [];
    if (inner === undefined)
      return [problem(path, 'has a "${" without its "}"', 'write "$${" for the characters themselves')];
    return valueOf(inner, references) === undefined ? [unknownReference(mark, inner, references, path)] : [];
  });
}

function unknownReference(mark: string, inner: string, references: References, path: string): Problem {
  const nearest = suggest(inner.trim(), spellings(references));
  return problem(
    path,
    `refers to ${mark}, which is not known here`,
    nearest === undefined ? 'write "$${" to keep it as text' : `did you mean "\${${nearest}}"?`,
  );
}

type Resolve = (text: string, path: string) => string;

function resolveValue(value: Json, path: string, resolve: Resolve): Json {
  if (typeof value === 'string') return resolve(value, path);
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item, index) =>
      resolveValue(item, `${path}[${index.toString()}]`, resolve),
    );
  return isJsonObject(value) ? resolveObject(value, path, resolve) : value;
}

const resolveObject = (value: JsonObject, path: string, resolve: Resolve): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const at = `${path}.${key}`;
      return [resolve(key, at), item === undefined ? undefined : resolveValue(item, at, resolve)];
    }),
  );
