import { readFile } from 'node:fs/promises';
import { isJsonObject, type Json, type JsonObject } from '../../domain/shared/json.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { type Problem, problem } from '../../domain/shape/problem.js';
import { type Account, defaultSettingsFile } from './account.js';

export interface SettingsFile {
  readonly path: string;
  readonly content: JsonObject;
}

/**
 * The file of settings: `named`, which has to be there, otherwise the one of the account, which need not.
 */
export async function readSettingsFile(
  named: string | undefined,
  account: Account,
): Promise<Result<SettingsFile | undefined, readonly Problem[]>> {
  const path = named ?? defaultSettingsFile(account);
  try {
    return parse(path, await readFile(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && named === undefined) return ok(undefined);
    return err([problem(path, `can't be read: ${message}`, adviceOn(code))]);
  }
}

function parse(path: string, text: string): Result<SettingsFile, readonly Problem[]> {
  try {
    const content = JSON.parse(text) as Json;
    return isJsonObject(content)
      ? ok({ path, content })
      : err([problem(path, 'must be one JSON object, such as { "log": { "level": "info" } }')]);
  } catch (error) {
    return err([problem(path, `is not JSON: ${(error as SyntaxError).message}`)]);
  }
}

function adviceOn(code: string | undefined): string | undefined {
  if (code === 'ENOENT') return 'name a file that exists, or leave --config away';
  return code === 'EACCES' ? 'make it readable for the user who runs wharf' : undefined;
}
