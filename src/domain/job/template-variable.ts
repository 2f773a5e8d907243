import type { References } from '../environment/references.js';
import { lookup } from '../shared/record.js';
import { err, ok, type Result } from '../shared/result.js';
import { type Problem, problem } from '../shape/problem.js';
import { suggest } from '../shape/suggest.js';

/** What a template may ask for with `env "node.…"` and the like, beside variables. */
const roots = ['node', 'attr', 'meta'] as const;

/**
 * What `env "X"` gives in a template. Variables go first, and one that isn't set is empty; but of what begins with
 * `node.`, `attr.` or `meta.` all that there is is known, so that another name is a mistake.
 */
export function templateVariable(
  name: string,
  references: References,
  path: string,
): Result<string, Problem> {
  const set = lookup(references.environment, name);
  if (set !== undefined) return ok(set);
  const root = roots.find((one) => name.startsWith(`${one}.`));
  if (root === undefined) return ok('');
  const value = lookup(references[root], name.slice(root.length + 1));
  return value === undefined ? err(unknown(name, references, path)) : ok(value);
}

function unknown(name: string, references: References, path: string): Problem {
  const known = roots.flatMap((root) => Object.keys(references[root]).map((key) => `${root}.${key}`));
  const nearest = suggest(name, known);
  return problem(
    path,
    `asks for "${name}", which is not known here`,
    nearest === undefined ? undefined : `did you mean "${nearest}"?`,
  );
}
