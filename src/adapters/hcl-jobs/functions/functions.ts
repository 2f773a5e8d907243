import { addressFunctions } from './addresses.js';
import { collectionFunctions } from './collections.js';
import { dateFunctions } from './dates.js';
import { encodingFunctions } from './encoding.js';
import { fileFunctions } from './files.js';
import { formatFunctions } from './format.js';
import type { FunctionTable } from './function-table.js';
import { HclError } from '../syntax/hcl-error.js';
import { atLeast } from './function-table.js';
import { numberFunctions } from './numbers.js';
import { stringFunctions } from './strings.js';

/** Nomad has these too. */
const absent = (...names: readonly string[]): FunctionTable =>
  Object.fromEntries(
    names.map((name) => [
      name,
      atLeast(0, () => {
        throw new HclError('is a function of Nomad that wharf does not have');
      }),
    ]),
  );

/**
 * All functions that a job file may call, but for `try`, `can` and `convert`, which the evaluator knows itself.
 * `directory` is where relative paths begin.
 */
export const functionsFor = (directory: string): FunctionTable => ({
  ...absent('bcrypt', 'rsadecrypt', 'yamldecode', 'try', 'can', 'convert'),
  ...addressFunctions,
  ...collectionFunctions,
  ...dateFunctions,
  ...encodingFunctions,
  ...fileFunctions(directory),
  ...formatFunctions,
  ...numberFunctions,
  ...stringFunctions,
});
