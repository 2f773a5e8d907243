import { crc32 } from 'node:zlib';

import type { AttemptToken } from '../../domain/model/ids.js';
import type { LogPosition, OutputStream } from '../../domain/model/instance.js';
import { object, optional, required } from '../../domain/shape/object.js';
import { integer, string } from '../../domain/shape/scalars.js';
import { readShape, type Shape } from '../../domain/shape/shape.js';
import { isJsonObject, type Json } from '../../domain/shared/json.js';
import type { StreamEnd } from './stream-end.js';

/** How far one attempt's output is in the files of a task's log. */
export interface Checkpoint {
  readonly attempt: AttemptToken;
  /** Undefined before its first byte. */
  readonly position?: LogPosition | undefined;
  readonly ends: Readonly<Record<OutputStream, StreamEnd>>;
}

export interface NumberedCheckpoint extends Checkpoint {
  /** Of two, the one with the greater number is the later one. */
  readonly number: number;
}

const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;
const count = integer({ min: 0, max: MAX_SAFE_INTEGER });

const end: Shape<StreamEnd> = object({
  index: required(count),
  offset: required(integer({ min: MIN_SAFE_INTEGER, max: MAX_SAFE_INTEGER })),
});

const shape: Shape<NumberedCheckpoint> = object({
  number: required(count),
  attempt: required(string() as Shape<AttemptToken>),
  position: optional(string() as Shape<LogPosition>),
  ends: required(object({ stdout: required(end), stderr: required(end) })),
});

/** `checksum content`, in one line. */
export function writeCheckpoint(checkpoint: NumberedCheckpoint): string {
  const content = JSON.stringify(checkpoint);
  return `${crc32(content).toString(16)} ${content}\n`;
}

/** Undefined when it is none, or torn. */
export function readCheckpoint(text: string): NumberedCheckpoint | undefined {
  const [, checksum, content] = /^([0-9a-f]{1,8}) (.+)\n/.exec(text) ?? [];
  if (content === undefined || checksum !== crc32(content).toString(16)) return undefined;
  const json = parseJson(content);
  return isJsonObject(json) ? readShape(shape, json, 'checkpoint').value : undefined;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
