import type { JobSource } from '../../domain/ports/job-reader.js';
import type { Invocation, JobArguments } from './invocation.js';

export const jobSource = (
  { path, variables, variableFiles }: JobArguments,
  { surroundings }: Invocation,
): JobSource => ({
  path,
  variables: Object.fromEntries(variables.map(splitAtEquals)),
  variableFiles,
  environment: surroundings.account.environment,
});

const splitAtEquals = (text: string): readonly [string, string] => {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
};
