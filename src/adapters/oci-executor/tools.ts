import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { posix } from 'node:path';

import { plainEnvironment, runCommand } from './run-command.js';

/** The programs that make containers here. */
export interface Tools {
  readonly runtime: Tool;
  readonly conmon: Tool;
}

export interface Tool {
  /** `runc`, `crun` or `conmon`. */
  readonly name: string;
  readonly path: string;
  readonly version: string;
}

/** A program as a file: of another one with the same path nothing is known. */
export interface ToolFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

const versionBoundMs = 5000;

/** The program at `path`, otherwise the first of this name in the usual directories. */
export async function findTool(name: string, path?: string): Promise<ToolFile | undefined> {
  const places =
    path === undefined
      ? (plainEnvironment['PATH'] ?? '').split(':').map((directory) => posix.join(directory, name))
      : [path];
  for (const place of places) {
    try {
      const file = await stat(place);
      await access(place, constants.X_OK);
      if (file.isFile()) return { name, path: place, size: file.size, modifiedMs: file.mtimeMs };
    } catch {
      continue;
    }
  }
  return undefined;
}

/** The first number in what a program says to `--version`; `0` when it says none. */
export async function readVersion({ path }: ToolFile): Promise<string> {
  const end = await runCommand(path, ['--version'], versionBoundMs);
  return (end.kind === 'code' ? /\d+(?:\.\d+)+/.exec(end.said)?.[0] : undefined) ?? '0';
}
