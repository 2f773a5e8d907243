import type { References } from '../environment/references.js';
import { lookup } from '../shared/record.js';
import { err, ok } from '../shared/result.js';
import { suggest } from '../shape/suggest.js';
import type { Variables } from './template/value-of.js';

/** What a template may ask for with `env "node.…"` and the like, beside variables. */
const roots = ['node', 'attr', 'meta'] as const;

/**
 * What `env "X"` gives in a template. Variables go first; one that isn't set gives nothing. But of what begins with
 * `node.`, `attr.` or `meta.` all that there is is known, so that another name is a mistake.
 */
export const templateVariables =
  (references: References): Variables =>
  (name) => {
    const set = lookup(references.environment, name);
    const root = roots.find((one) => name.startsWith(`${one}.`));
    if (set !== undefined || root === undefined) return ok(set);
    const value = lookup(references[root], name.slice(root.length + 1));
    return value === undefined ? err(unknown(name, references)) : ok(value);
  };

function unknown(name: string, references: References): { message: string; suggestion?: string } {
  const known = roots.flatMap((root) => Object.keys(references[root]).map((key) => `${root}.${key}`));
  const nearest = suggest(name, known);
  return {
    message: `asks for "${name}", which is not known here`,
    ...(nearest === undefined ? {} : { suggestion: `did you mean "${nearest}"?` }),
  };
}
