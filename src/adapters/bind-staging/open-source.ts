import { constants } from 'node:fs';
import { type FileHandle, open, readlink } from 'node:fs/promises';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { KeptBind } from '../../domain/model/mount.js';
import { followLink, mostLinks, namesBelow } from '../../domain/mounts/source-walk.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { errnoFault, errnoOf } from './read-fault.js';

/** Of Linux, on every architecture that Node runs on: a handle on a name, whose file is not opened. Node has no word for it. */
const byName = 0x20_0000 | constants.O_NOFOLLOW;

/** Which entry of a directory that is held open; good as long as it is. */
const entry = ({ fd }: FileHandle, name: string): string => `/proc/self/fd/${fd.toString()}/${name}`;

/**
 * Opens what the source of a bind leads to, and nothing that lies out of where it is kept to: one name after the other,
 * each in the directory that is held open already, so that no name is looked up twice. The kernel follows no link here;
 * what a link says is read, and walked in the same way. To be closed by whoever asked.
 */
export async function openSource(bind: KeptBind): Answer<FileHandle> {
  const names = namesBelow(bind.source, bind.within);
  if (names === undefined) return err(leadsOut(bind));
  const top = await openPlainly(bind.within);
  if (!top.ok) return top;
  const walk = new Walk(bind, top.value);
  const refusal = await walk.along(names).catch((cause: unknown) => errnoFault(mounting(bind), cause));
  const found = await walk.end();
  const refused = refusal ?? (await otherName(found, bind));
  if (refused === undefined) return ok(found);
  await found.close();
  return err(refused);
}

/** Whoever makes a hard link needs no right to what it leads to, nor to say where that was. */
async function otherName(found: FileHandle, bind: KeptBind): Promise<RuntimeFault | undefined> {
  const stats = await found.stat();
  return stats.isDirectory() || stats.nlink <= 1
    ? undefined
    : fault('invalid-spec', `can't ${mounting(bind)}: it has another name as well, which may lie anywhere`);
}

/** A directory no part of whose path is a link. */
async function openPlainly(path: string): Answer<FileHandle> {
  let at = await open('/', byName | constants.O_DIRECTORY);
  for (const name of path.split('/').filter(Boolean)) {
    const above = at;
    try {
      at = await open(entry(above, name), byName | constants.O_DIRECTORY);
    } catch (cause) {
      if (errnoOf(cause) !== 'ENOTDIR') return err(errnoFault(`open ${path}`, cause));
      return err(fault('invalid-spec', `${path} is not the directory that it was made as: see ${name}`));
    } finally {
      await above.close();
    }
  }
  return ok(at);
}

/** Where a walk is, and the directories that it went through, which it holds open as well. */
class Walk {
  readonly #bind: KeptBind;
  #above: readonly FileHandle[] = [];
  #here: FileHandle;

  constructor(bind: KeptBind, top: FileHandle) {
    this.#bind = bind;
    this.#here = top;
  }

  async along(names: readonly string[]): Promise<RuntimeFault | undefined> {
    let rest = names;
    for (let links = 0; links <= mostLinks;) {
      const [name, ...further] = rest;
      if (name === undefined) return undefined;
      rest = further;
      if (name === '..') {
        if (!(await this.#leave())) return leadsOut(this.#bind);
        continue;
      }
      const text = await this.#enter(name);
      if (text === undefined) continue;
      const step = followLink(text, this.#bind.within);
      if (step === undefined) return leadsOut(this.#bind, text);
      if (step.from === 'top') await this.#toTop();
      rest = [...step.names, ...rest];
      links += 1;
    }
    return fault('invalid-spec', `can't ${mounting(this.#bind)}: too many links`);
  }

  /** What was found last, for whoever asked to close. */
  async end(): Promise<FileHandle> {
    await Promise.all(this.#above.map((each) => each.close()));
    return this.#here;
  }

  /** The text of the link when the name is one. */
  async #enter(name: string): Promise<string | undefined> {
    const path = entry(this.#here, name);
    const found = await open(path, byName);
    if (!(await found.stat()).isSymbolicLink()) {
      this.#above = [...this.#above, this.#here];
      this.#here = found;
      return undefined;
    }
    await found.close();
    // By now the name may be another link, or none: whatever is read is walked by the same rules.
    return readlink(path);
  }

  /** False at the top. */
  async #leave(): Promise<boolean> {
    const above = this.#above.at(-1);
    if (above === undefined) return false;
    await this.#here.close();
    this.#here = above;
    this.#above = this.#above.slice(0, -1);
    return true;
  }

  async #toTop(): Promise<void> {
    while (await this.#leave());
  }
}

const mounting = ({ source, target }: KeptBind): string => `mount ${source} at ${target}`;

const leadsOut = (bind: KeptBind, to?: string): RuntimeFault =>
  fault(
    'invalid-spec',
    `can't ${mounting(bind)}: it leads ${to === undefined ? '' : `to ${to}, `}out of ${bind.within}`,
  );
