import type { Position, Problem } from '../../../domain/shape/problem.js';
import { untilRunTime } from '../syntax/escaped-references.js';
import { type HclError, Unsettled } from '../syntax/hcl-error.js';
import type { Range } from '../syntax/syntax-tree.js';
import type { SourceText } from '../syntax/source-text.js';

/** What reading one text has found: what is wrong with it, and where each path of it is written. */
export class Findings {
  readonly source: SourceText;
  readonly problems: Problem[] = [];
  private readonly offsets = new Map<string, number>();
  private readonly open = new Set<string>();
  private readonly gaps = new Set<string>();

  constructor(source: SourceText) {
    this.source = source;
  }

  /** The first of several blocks keeps the place of their path. */
  locate(path: string, { start }: Range): void {
    const key = canonical(path);
    if (!this.offsets.has(key)) this.offsets.set(key, start);
  }

  /** Consequences of what was reported are left out. */
  report(path: string, error: HclError, range?: Range): void {
    if (error instanceof Unsettled) return;
    const place = error.range ?? range;
    this.problems.push({
      path,
      message: untilRunTime(error.message),
      ...(error.suggestion === undefined ? {} : { suggestion: error.suggestion }),
      ...(place === undefined ? {} : { position: this.source.positionAt(place.start) }),
    });
  }

  /** Has nothing more said of a path, which was reported or depends on what was. */
  leaveOpen(path: string): void {
    this.open.add(canonical(path));
  }

  isOpen(path: string): boolean {
    for (let at = canonical(path); at !== ''; at = above(at)) if (this.open.has(at)) return true;
    return false;
  }

  /** Takes note of blocks at a path that are missing in what was read. */
  leaveOut(path: string): void {
    this.gaps.add(canonical(path));
  }

  /** Whether nothing at or below a path was left open or out. */
  isWhole(path: string): boolean {
    const top = canonical(path);
    const within = (at: string): boolean =>
      at === top || at.startsWith(`${top}.`) || at.startsWith(`${top}[`);
    return ![...this.open, ...this.gaps].some(within);
  }

  isLocated(path: string): boolean {
    return this.offsets.has(canonical(path));
  }

  /** Where a path, or what lies nearest above it, is written. */
  positionOf(path: string): Position | undefined {
    for (let at = canonical(path); at !== ''; at = above(at)) {
      const offset = this.offsets.get(at);
      if (offset !== undefined) return this.source.positionAt(offset);
    }
    return undefined;
  }

  positioned(problem: Problem): Problem {
    if (problem.position !== undefined) return problem;
    const position = this.positionOf(problem.path);
    return position === undefined ? problem : { ...problem, position };
  }
}

/** One block and the first of several have the same path. */
const canonical = (path: string): string => untilRunTime(path).replaceAll('[0]', '');

const above = (path: string): string =>
  path.slice(0, Math.max(0, path.lastIndexOf('.'), path.lastIndexOf('[')));
