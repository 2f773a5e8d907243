import { err, ok, type Result } from '../shared/result.js';
import { type Problem, problem } from '../shape/problem.js';

/**
 * The variables of a text with one `NAME=value` per line. Empty lines and lines that begin with `#` are nothing; so is
 * a leading `export`. A value in double quotes may hold `\n`, `\t`, `\"` and `\\`; one in single quotes is as it is.
 */
export function readEnvironmentFile(
  text: string,
  path: string,
): Result<Readonly<Record<string, string>>, readonly Problem[]> {
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const entries = lines.filter(({ line }) => line !== '' && !line.startsWith('#')).map(readLine);
  const wrong = entries.filter((entry) => typeof entry === 'number');
  if (wrong.length > 0) return err(wrong.map((number) => noVariable(path, number)));
  return ok(Object.fromEntries(entries.filter((entry) => typeof entry !== 'number')));
}

function readLine({
  line,
  number,
}: {
  readonly line: string;
  readonly number: number;
}): readonly [string, string] | number {
  const [, name, value] = /^(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/s.exec(line) ?? [];
  return name === undefined || value === undefined ? number : [name, unquote(value)];
}

function unquote(value: string): string {
  if (/^'.*'$/s.test(value)) return value.slice(1, -1);
  if (!/^".*"$/s.test(value)) return value;
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t' };
  return value.slice(1, -1).replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
}

const noVariable = (path: string, line: number): Problem =>
  problem(
    path,
    `has no NAME=value in line ${line.toString()}`,
    'take "env = true" away to only write the file',
  );
