import type { ExecWish, TerminalSize } from '../../../domain/model/exec.js';
import { isJsonObject, type Json } from '../../../domain/shared/json.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import { list } from '../../../domain/shape/collections.js';
import { object, optional, required } from '../../../domain/shape/object.js';
import { type Problem, problem } from '../../../domain/shape/problem.js';
import { integer, string } from '../../../domain/shape/scalars.js';
import { readShape } from '../../../domain/shape/shape.js';

/** As many as the kernel counts. */
const cells = integer({ min: 1, max: 65_535 });
const terminal = object({ columns: required(cells), rows: required(cells) });
const wish = object({ command: required(list(string())), terminal: optional(terminal) });

export function readWish(json: Json | undefined): Result<ExecWish, readonly Problem[]> {
  if (!isJsonObject(json)) return err([problem('', 'must be an object with a command')]);
  const { value, problems } = readShape(wish, json, '');
  if (value === undefined) return err(problems);
  const [program, ...args] = value.command;
  if (program === undefined) return err([problem('command', 'must not be empty')]);
  return ok({ command: [program, ...args], terminal: value.terminal });
}

export const readSize = (json: Json | undefined): TerminalSize | undefined =>
  isJsonObject(json) ? readShape(terminal, json, '').value : undefined;
