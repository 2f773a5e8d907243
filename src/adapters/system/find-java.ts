import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { posix } from 'node:path';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { isWithin, normalise } from '../../domain/shared/path.js';
import { err, ok } from '../../domain/shared/result.js';

export interface JavaPlaces {
  /** The program; undefined: the first `java` in PATH that tasks see. */
  readonly path: string | undefined;
  /** What tasks inherit. */
  readonly environment: Readonly<Record<string, string>>;
  /** Directories of the host that tasks see. */
  readonly rootDirectories: readonly string[];
}

/** As the executor has it for tasks that have none. */
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The path of the Java that tasks get. `not-found` when there is none; `unavailable` when tasks would not see it. */
export async function findJava({ path, environment, rootDirectories }: JavaPlaces): Answer<string> {
  const directories = (environment['PATH'] ?? usualPath)
    .split(':')
    .filter((entry) => posix.isAbsolute(entry));
  const places = path === undefined ? directories.map((entry) => posix.join(entry, 'java')) : [path];
  const roots = rootDirectories.map(normalise);
  let unseen: string | undefined;
  for (const place of places) {
    const program = await programAt(place);
    if (program === undefined) continue;
    const hidden = [normalise(place), program].find((one) => !roots.some((root) => isWithin(one, root)));
    if (hidden === undefined) return ok(place);
    unseen ??= hidden;
  }
  if (unseen !== undefined) return err(notSeen(unseen));
  return err(
    path === undefined
      ? fault('not-found', `no java in ${directories.join(':')}`, {
          remedy: 'apt-get install default-jre-headless, or set java.path',
        })
      : fault('not-found', `there is no program ${path}`, { remedy: 'set java.path to one that is there' }),
  );
}

/** All links followed; undefined when there is nothing that can be run. */
async function programAt(place: string): Promise<string | undefined> {
  try {
    await access(place, constants.X_OK);
    return (await stat(place)).isFile() ? await realpath(place) : undefined;
  } catch {
    return undefined;
  }
}

/** Most often a Java is in the directory `bin` of all that belongs to it. */
const notSeen = (program: string): ReturnType<typeof fault> =>
  fault('unavailable', `${program} is there, but tasks don't see it`, {
    remedy: `add ${posix.dirname(posix.dirname(program))} to exec.root_dirs`,
  });
