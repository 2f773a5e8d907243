import type { Value } from '../values/value.js';
import { HclError } from '../syntax/hcl-error.js';

/** A value that somebody gave a variable. */
export interface Assignment {
  readonly name: string;
  /** Text of an environment variable or of `-var`, whose meaning depends on the type; else a value. */
  readonly given:
    { readonly kind: 'text'; readonly text: string } | { readonly kind: 'value'; readonly value: Value };
  /** For messages: `-var`, the name of a file or of an environment variable. */
  readonly from: string;
  /** Whether a name that the job doesn't know is wrong: the environment may be meant for another job. */
  readonly strict: boolean;
}

const prefix = 'WHARF_VAR_';

export const fromEnvironment = (
  environment: Readonly<Record<string, string | undefined>>,
): readonly Assignment[] =>
  Object.entries(environment).flatMap(([name, text]) =>
    name.startsWith(prefix) && text !== undefined
      ? [{ name: name.slice(prefix.length), given: { kind: 'text', text }, from: name, strict: false }]
      : [],
  );

export const fromArguments = (variables: Readonly<Record<string, string>>): readonly Assignment[] =>
  Object.entries(variables).map(([name, text]) => ({
    name,
    given: { kind: 'text', text },
    from: '-var',
    strict: true,
  }));

export const fromFile = (path: string, values: Readonly<Record<string, Value>>): readonly Assignment[] =>
  Object.entries(values).map(([name, value]) => ({
    name,
    given: { kind: 'value', value },
    from: path,
    strict: true,
  }));

/** An error that names where a value came from. */
export const fromWhere = ({ from }: Assignment, error: HclError): HclError =>
  new HclError(`${error.message} (given by ${from})`, undefined, error.suggestion);
