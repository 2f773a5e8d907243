import type { TaskOutput } from '../../../app/app.js';
import type { OutputStream } from '../../../domain/model/instance.js';
import { LineAssembler } from './line-assembler.js';

/** As an engine's own logs cut them. */
const longestLine = 16 * 1024;

export type Origin = Pick<TaskOutput, 'alloc' | 'allocName' | 'task' | 'stream'>;

export interface OriginLines {
  readonly origin: Origin;
  readonly lines: readonly Uint8Array[];
}

/** The output of all tasks, stream by stream, as lines. */
export class TaskLines {
  readonly #streams = new Map<string, { readonly origin: Origin; readonly assembler: LineAssembler }>();

  push({ bytes, ...origin }: TaskOutput): OriginLines {
    const key = keyOf(origin, origin.stream);
    const known = this.#streams.get(key);
    const { assembler } = known ?? this.#begin(key, origin);
    return { origin, lines: assembler.push(bytes) };
  }

  /** What an attempt left without an end, since the next one begins a line of its own. */
  flushTask(of: Pick<Origin, 'alloc' | 'task'>): readonly OriginLines[] {
    return (['stdout', 'stderr'] as const).flatMap((stream) => flushed(this.#streams.get(keyOf(of, stream))));
  }

  flushAll(): readonly OriginLines[] {
    return [...this.#streams.values()].flatMap(flushed);
  }

  #begin(key: string, origin: Origin): { readonly origin: Origin; readonly assembler: LineAssembler } {
    const begun = { origin, assembler: new LineAssembler(longestLine) };
    this.#streams.set(key, begun);
    return begun;
  }
}

const keyOf = ({ alloc, task }: Pick<Origin, 'alloc' | 'task'>, stream: OutputStream): string =>
  `${alloc} ${stream} ${task}`;

function flushed(
  stream: { readonly origin: Origin; readonly assembler: LineAssembler } | undefined,
): readonly OriginLines[] {
  const lines = stream?.assembler.flush() ?? [];
  return stream === undefined || lines.length === 0 ? [] : [{ origin: stream.origin, lines }];
}
