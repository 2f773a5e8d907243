import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';
import { lookup } from '../../../domain/shared/record.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import { type Problem, problem } from '../../../domain/shape/problem.js';
import { HclError } from '../syntax/hcl-error.js';
import type { SourceText } from '../syntax/source-text.js';
import { Findings } from '../tree/findings.js';
import type { JobTree } from '../tree/read-document.js';
import { jobNames } from './api-names.js';
import { renamed } from './from-api.js';
import { parseJsonValue } from './parse-json-value.js';
import { plainData, type Value } from '../values/value.js';

/** A job as Nomad's API has it, bare or as `{"Job": {…}}`, under the names of a job file. */
export function readJsonJob(
  source: SourceText,
  variables: readonly string[],
): Result<JobTree, readonly Problem[]> {
  const parsed = parseJson(source);
  if (!parsed.ok) return parsed;
  const read = plainData(parsed.value);
  const wrapped = isJsonObject(read) ? member(read, 'job') : undefined;
  const job = wrapped ?? read;
  if (!isJsonObject(job)) return err([problem('job', 'must be an object as of Nomad\'s API: {"Job": {…}}')]);
  if (isSyntaxOfHcl(job)) return err([syntaxOfHcl]);
  if (variables.length > 0)
    return err(
      variables.map((name) => problem(`variable.${name}`, 'is not a variable of this job: JSON has none')),
    );
  const id = member(job, 'id') ?? member(job, 'name');
  if (typeof id !== 'string' || id === '') return err([problem('job', 'needs an ID')]);
  return ok({ label: id, body: renamed(job, jobNames) });
}

const syntaxOfHcl = problem(
  'job',
  "is in the JSON syntax of HCL, which is not read: JSON is taken as Nomad's API has it",
  'write it in HCL, or give what "nomad job run -output" prints of it',
);

/** In HCL's syntax the name of a block is the one key of what stands for the block. */
function isSyntaxOfHcl(job: JsonObject): boolean {
  const [[name, body] = ['', null], ...others] = Object.entries(job);
  const bodies: readonly (Json | undefined)[] = Array.isArray(body) ? (body as readonly Json[]) : [body];
  return (
    others.length === 0 && lookup(jobNames, name.toLowerCase()) === undefined && bodies.every(isJsonObject)
  );
}

function member(object: JsonObject, lowerName: string): Json | undefined {
  return Object.entries(object).find(([name]) => name.toLowerCase() === lowerName)?.[1];
}

/** JSON of a file, with the place where it breaks. */
export function parseJson(source: SourceText): Result<Value, readonly Problem[]> {
  try {
    return ok(parseJsonValue(source.text));
  } catch (error) {
    const found = new Findings(source);
    found.report(source.path, error instanceof HclError ? error : notJson(error, source));
    return err(found.problems);
  }
}

function notJson(error: unknown, { text }: SourceText): HclError {
  const message = error instanceof Error ? error.message : String(error);
  const offset = /position (\d+)/.exec(message)?.[1];
  const start = offset === undefined ? text.length : Number(offset);
  return new HclError(`is not JSON: ${message}`, { start, end: start });
}
