import { err, ok, type Result } from '../shared/result.js';
import { type Problem, problem } from '../shape/problem.js';
import { readValue, type ValueFault } from './environment-value.js';

/**
 * The variables of a text with one `NAME=value` per line, as Nomad reads it. Empty lines and lines that begin with `#`
 * are nothing; so is an `export` before the name. A value ends with its line, or before.
 */
export function readEnvironmentFile(
  text: string,
  path: string,
): Result<Readonly<Record<string, string>>, readonly Problem[]> {
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const entries = lines
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, number }) => ({ number, read: readLine(line) }));
  const problems = entries.flatMap(({ number, read }) =>
    read.ok ? [] : [problem(path, `has ${read.error.has} in line ${number.toString()}`, read.error.instead)],
  );
  if (problems.length > 0) return err(problems);
  return ok(Object.fromEntries(entries.flatMap(({ read }) => (read.ok ? [read.value] : []))));
}

function readLine(line: string): Result<readonly [string, string], ValueFault> {
  const [, name, text] = /^(?:export )?([A-Za-z_][\w./]*)\s*=\s*(.*)$/s.exec(line) ?? [];
  if (name === undefined || text === undefined) return err(noVariable);
  const value = readValue(text);
  return value.ok ? ok([name, value.value]) : value;
}

/** What stands in the line is not told: it may be a part of a secret. */
const noVariable: ValueFault = {
  has: 'no NAME=value',
  instead: 'a name is of letters, digits, "_", "." and "/"; take "env = true" away to only write the file',
};
