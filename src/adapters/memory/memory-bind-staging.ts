import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { KeptBind } from '../../domain/model/mount.js';
import { followLink, mostLinks, namesBelow } from '../../domain/mounts/source-walk.js';
import type { BindStaging } from '../../domain/ports/bind-staging.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok, type Result } from '../../domain/shared/result.js';

/** What lies in a tree in memory. */
export type MemoryNode = MemoryTree | MemoryFile | { readonly kind: 'link'; readonly to: string };

export interface MemoryTree {
  readonly kind: 'directory';
  readonly entries: Map<string, MemoryNode>;
}

export interface MemoryFile {
  readonly kind: 'file';
  readonly content: string;
  /** How many entries lead to it. */
  names: number;
}

/** Areas that only say what lies in them. */
export class MemoryBindStaging implements BindStaging {
  readonly #root: MemoryTree;
  readonly #areas = new Map<string, readonly MemoryNode[]>();

  /** `root` is the host's. */
  constructor(root: MemoryTree = { kind: 'directory', entries: new Map() }) {
    this.#root = root;
  }

  stage(area: string, binds: readonly KeptBind[]): Answer<readonly string[]> {
    return Promise.resolve(this.#stage(area, binds));
  }

  clear(area: string): Answer<undefined> {
    this.#areas.delete(area);
    return Promise.resolve(done);
  }

  /** What lies at a place that `stage` gave. */
  at(place: string): MemoryNode | undefined {
    const cut = place.lastIndexOf('/');
    return this.#areas.get(place.slice(0, cut))?.[Number(place.slice(cut + 1))];
  }

  #stage(area: string, binds: readonly KeptBind[]): Result<readonly string[], RuntimeFault> {
    if (this.#areas.has(area)) return err(fault('conflict', `${area} is there already`));
    const found: MemoryNode[] = [];
    for (const bind of binds) {
      const node = this.#find(bind);
      if (!node.ok) return node;
      found.push(node.value);
    }
    this.#areas.set(area, found);
    return ok(found.map((_, index) => `${area}/${index.toString()}`));
  }

  #find(bind: KeptBind): Result<MemoryNode, RuntimeFault> {
    const names = namesBelow(bind.source, bind.within);
    const top = this.#top(bind.within);
    if (names === undefined || top === undefined)
      return err(fault('invalid-spec', `${bind.source} leads out`));
    const found = walk(top, names, bind.within);
    return found.ok && found.value.kind === 'file' && found.value.names > 1
      ? err(fault('invalid-spec', `${bind.source} has another name`))
      : found;
  }

  /** Undefined when a part of the path is no directory. */
  #top(within: string): MemoryTree | undefined {
    return within
      .split('/')
      .filter(Boolean)
      .reduce<MemoryTree | undefined>((at, name) => {
        const next = at?.entries.get(name);
        return next?.kind === 'directory' ? next : undefined;
      }, this.#root);
  }
}

function walk(top: MemoryTree, names: readonly string[], within: string): Result<MemoryNode, RuntimeFault> {
  let held: readonly MemoryNode[] = [top];
  let rest = names;
  for (let links = 0; links <= mostLinks;) {
    const [name, ...further] = rest;
    const here = held.at(-1);
    if (here === undefined) return err(fault('invalid-spec', `it leads out of ${within}`));
    if (name === undefined) return ok(here);
    rest = further;
    const next = here.kind === 'directory' ? here.entries.get(name) : undefined;
    if (name === '..') held = held.slice(0, -1);
    else if (next === undefined) return err(fault('not-found', `there is no ${name}`));
    else if (next.kind !== 'link') held = [...held, next];
    else {
      const step = followLink(next.to, within);
      if (step === undefined) return err(fault('invalid-spec', `${next.to} is out of ${within}`));
      if (step.from === 'top') held = [top];
      rest = [...step.names, ...rest];
      links += 1;
    }
  }
  return err(fault('invalid-spec', 'too many links'));
}
