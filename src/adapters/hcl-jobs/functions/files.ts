import { existsSync, readFileSync, statSync } from 'node:fs';
import { globSync } from './glob-files.js';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

import { toText } from '../evaluation/convert.js';
import { HclError } from '../syntax/hcl-error.js';
import { exactly, type FunctionTable } from './function-table.js';

/** Functions that see the file system. Relative paths begin at the directory of the job file. */
export const fileFunctions = (directory: string): FunctionTable => ({
  file: exactly(1, (path) => read(resolve(directory, expanded(toText(path)))).toString('utf8')),
  filebase64: exactly(1, (path) => read(resolve(directory, expanded(toText(path)))).toString('base64')),
  fileexists: exactly(1, (path) => isFile(resolve(directory, expanded(toText(path))))),
  fileset: exactly(2, (path, pattern) => globSync(resolve(directory, toText(path)), toText(pattern))),
  basename: exactly(1, (path) => basename(toText(path))),
  dirname: exactly(1, (path) => dirname(toText(path))),
  abspath: exactly(1, (path) => resolve(toText(path))),
  pathexpand: exactly(1, (path) => expanded(toText(path))),
});

const expanded = (path: string): string =>
  path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new HclError(`can't read "${path}": ${error instanceof Error ? error.message : String(error)}`);
  }
}
