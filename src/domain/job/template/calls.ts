import { lookup } from '../../shared/record.js';
import { suggest } from '../../shape/suggest.js';
import type { TemplateFault } from './fault.js';
import { functions, type Count } from './functions.js';

/** What these are worth is known where expressions are evaluated: by the variables, or without all arguments. */
const evaluated: Readonly<Record<string, Count>> = {
  env: [1, 1],
  envOrDefault: [2, 2],
  and: [1, Infinity],
  or: [1, Infinity],
};

const keywords = ['if', 'else', 'end', 'with', 'range'];
const names = [...Object.keys(evaluated), ...Object.keys(functions)];

/** What is wrong with calling a function of this name. */
export function callFault(name: string, count: number, at: number): TemplateFault | undefined {
  const takes = lookup(evaluated, name) ?? lookup(functions, name)?.takes;
  if (takes === undefined) return unsupported(name, at);
  const [least, most] = takes;
  if (count >= least && count <= most) return undefined;
  const wanted = most === Infinity ? `at least ${least.toString()}` : most.toString();
  return {
    message: `calls ${name} with ${inWords(count)}, where it takes ${wanted}`,
    ...(count === 0 ? { suggestion: 'put a call that is an argument into parentheses: (env "NAME")' } : {}),
    at,
  };
}

const inWords = (count: number): string =>
  count === 1 ? '1 argument' : `${count === 0 ? 'no' : count.toString()} arguments`;

/** Something of the template language that is not there. */
export function unsupported(what: string, at: number): TemplateFault {
  // Short names are all near to each other.
  const nearest = what.length > 3 ? suggest(what, names) : undefined;
  return {
    message: `uses ${what}, which is not supported`,
    suggestion:
      nearest === undefined
        ? `there are ${[...keywords, ...names].join(', ')}`
        : `did you mean "${nearest}"?`,
    at,
  };
}
