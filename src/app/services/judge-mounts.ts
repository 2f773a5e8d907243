import type { PlacedBind } from '../../domain/job/asked-binds.js';
import {
  type AskedBind,
  type MountScene,
  validatePropagation,
} from '../../domain/mounts/validate-propagation.js';
import type { EnginePlace, EngineWhereabouts } from '../../domain/ports/engine-place.js';
import type { MountTable } from '../../domain/ports/mount-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { ok } from '../../domain/shared/result.js';
import type { Problem } from '../../domain/shape/problem.js';

export interface JudgeMountsParts {
  readonly mounts: MountTable;
  /** The engines that make the binds of tasks, by their driver; drivers without one make them themselves. */
  readonly engines: ReadonlyMap<string, EnginePlace>;
}

/** Judges before anything is made whether the host can give tasks the mounts they ask for. */
export class JudgeMounts {
  readonly #parts: JudgeMountsParts;

  constructor(parts: JudgeMountsParts) {
    this.#parts = parts;
  }

  /** What can't be, as seen by who makes the binds of that driver; a fault when nobody can tell. */
  async judge(driver: string, binds: readonly PlacedBind[], signal: AbortSignal): Answer<readonly Problem[]> {
    if (binds.length === 0) return ok([]);
    const engine = this.#parts.engines.get(driver);
    if (engine === undefined) return this.#judge(binds, undefined);
    const place = await engine.locate(signal);
    if (!place.ok) return place;
    // The mounts of another host can't be told from here.
    return place.value === undefined ? ok([]) : this.#judge(binds, place.value);
  }

  async #judge(
    binds: readonly PlacedBind[],
    engine: EngineWhereabouts | undefined,
  ): Answer<readonly Problem[]> {
    const scene = await this.#scene(engine);
    if (!scene.ok) return scene;
    const asked = await this.#followed(binds, engine?.pid);
    return asked.ok ? ok(validatePropagation(asked.value, scene.value)) : asked;
  }

  async #scene(engine: EngineWhereabouts | undefined): Answer<MountScene> {
    const { mounts } = this.#parts;
    const host = await mounts.list();
    if (!host.ok) return host;
    if (engine === undefined) return ok({ host: host.value, engine: undefined });
    const own = engine.pid === undefined ? ok(undefined) : await mounts.ofProcess(engine.pid);
    return own.ok ? ok({ host: host.value, engine: { root: engine.root, mounts: own.value } }) : own;
  }

  async #followed(binds: readonly PlacedBind[], pid: number | undefined): Answer<readonly AskedBind[]> {
    const asked: AskedBind[] = [];
    for (const each of binds) {
      const leadsTo = await this.#parts.mounts.resolve(each.bind.source, pid);
      if (!leadsTo.ok) return leadsTo;
      asked.push({ ...each, leadsTo: leadsTo.value });
    }
    return ok(asked);
  }
}
