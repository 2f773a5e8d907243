import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import { type Problem, problem } from '../../../domain/shape/problem.js';
import type { SourceText } from '../syntax/source-text.js';
import type { JobTree } from '../tree/read-document.js';
import { jobNames } from './api-names.js';
import { renamed } from './from-api.js';

/** A job as Nomad's API has it, bare or as `{"Job": {…}}`, under the names of a job file. */
export function readJsonJob(
  source: SourceText,
  variables: readonly string[],
): Result<JobTree, readonly Problem[]> {
  if (variables.length > 0)
    return err(
      variables.map((name) => problem(`variable.${name}`, 'is not a variable of this job: JSON has none')),
    );
  const parsed = parseJson(source);
  if (!parsed.ok) return parsed;
  const wrapped = isJsonObject(parsed.value) ? member(parsed.value, 'job') : undefined;
  const job = wrapped ?? parsed.value;
  if (!isJsonObject(job)) return err([problem('job', 'must be an object as of Nomad\'s API: {"Job": {…}}')]);
  const id = member(job, 'id') ?? member(job, 'name');
  if (typeof id !== 'string' || id === '') return err([problem('job', 'needs an ID')]);
  return ok({ label: id, body: renamed(job, jobNames) });
}

function member(object: JsonObject, lowerName: string): Json | undefined {
  return Object.entries(object).find(([name]) => name.toLowerCase() === lowerName)?.[1];
}

/** JSON of a file, with the place where it breaks. */
export function parseJson(source: SourceText): Result<Json, readonly Problem[]> {
  try {
    return ok(JSON.parse(source.text) as Json);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = /position (\d+)/.exec(message)?.[1];
    return err([
      {
        path: source.path,
        message: `is not JSON: ${message}`,
        position: source.positionAt(offset === undefined ? source.text.length : Number(offset)),
      },
    ]);
  }
}
