import { readlink } from 'node:fs/promises';

import { fault } from '../../domain/faults/runtime-fault.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { normalise, parentOf, resolveFrom } from '../../domain/shared/path.js';
import { err, ok } from '../../domain/shared/result.js';
import { errnoOf, readFault } from './read-fault.js';

/** As many as the kernel follows. */
const mostLinks = 40;

/**
 * Where a path leads in the file system below `root`, as seen from there: an absolute link begins at `root` again, which
 * the kernel would do only for a process that has it as its own root. What is not there is taken as it is written.
 */
export async function followLinks(path: string, root: string): Answer<string> {
  let left = partsOf(path);
  let reached = '/';
  for (let links = 0; left.length > 0;) {
    const [next = '', ...rest] = left;
    const at = next === '..' ? parentOf(reached) : resolveFrom(reached, next);
    const link = await linkAt(`${root}${at}`);
    if (!link.ok) return link;
    left = rest;
    if (link.value === undefined) reached = at;
    else if (++links > mostLinks) return err(fault('invalid-spec', `${path} leads in a circle of links`));
    else {
      left = [...partsOf(link.value), ...rest];
      reached = link.value.startsWith('/') ? '/' : parentOf(at);
    }
  }
  return ok(normalise(reached));
}

const partsOf = (path: string): readonly string[] =>
  path.split('/').filter((part) => part !== '' && part !== '.');

/** Undefined: it is no link, or not there. */
async function linkAt(path: string): Answer<string | undefined> {
  try {
    return ok(await readlink(path));
  } catch (cause) {
    return ['EINVAL', 'ENOENT', 'ENOTDIR'].includes(errnoOf(cause) ?? '')
      ? ok(undefined)
      : err(readFault(`follow ${path}`, cause));
  }
}
