import type { LogPosition } from '../../domain/model/instance.js';

/** A place in what one instance printed. */
export interface Place {
  /** Counts the files of the log, from 1. */
  readonly generation: number;
  /** Bytes of that file. */
  readonly offset: number;
}

export const writePosition = ({ generation, offset }: Place): LogPosition =>
  `${generation.toString()}:${offset.toString()}` as LogPosition;

/** The first place there is for a position that nobody gave. */
export function readPosition(position: LogPosition | undefined): Place {
  const match = /^(\d+):(\d+)$/.exec(position ?? '');
  return match === null
    ? { generation: 1, offset: 0 }
    : { generation: Number(match[1]), offset: Number(match[2]) };
}
