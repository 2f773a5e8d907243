import { crc32 } from 'node:zlib';

import { readShape, type Shape } from '../../../domain/shape/shape.js';
import { isJsonObject } from '../../../domain/shared/json.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import { keyOf, type KeyRange, keysBelow, partsIn } from './keys.js';
import { parseJson } from './parse-json.js';

const version = '1';

/** What makes one sort of record: how it is written and read, and what its key tells of it. */
export interface RecordParts<T, Lost> {
  readonly name: string;
  /** As JSON. */
  readonly write: (record: T) => string;
  readonly shape: Shape<T>;
  /** What of a record stands in its key, from the general to the particular. */
  readonly keyed: (record: T) => readonly string[];
  /** What is told of a record that can't be read; undefined when no key of this sort says that. */
  readonly lost: (keyed: readonly string[], why: string) => Lost | undefined;
}

/** One sort of record, as it is kept: `version checksum content`. */
export class RecordSort<T, Lost> {
  readonly #parts: RecordParts<T, Lost>;

  constructor(parts: RecordParts<T, Lost>) {
    this.#parts = parts;
  }

  get keys(): KeyRange {
    return keysBelow(this.#parts.name);
  }

  /** Of all records whose keys begin with these parts. */
  keysOf(...keyed: readonly string[]): KeyRange {
    return keysBelow(this.#parts.name, ...keyed);
  }

  /** Of the record whose key has just these parts. */
  keyOfParts(...keyed: readonly string[]): string {
    return keyOf([this.#parts.name, ...keyed]);
  }

  keyOf(record: T): string {
    return this.keyOfParts(...this.#parts.keyed(record));
  }

  write(record: T): string {
    const content = this.#parts.write(record);
    return `${version} ${crc32(content).toString(16)} ${content}`;
  }

  /** Undefined when the key is none, so that nobody can tell whose the record is. */
  read(key: string, value: string): Result<T, Lost> | undefined {
    const content = contentOf(value);
    const record = content.ok ? this.#readContent(content.value) : content;
    const keyed = partsIn(key);
    if (keyed === undefined || this.#parts.lost(keyed, '') === undefined) return undefined;
    if (record.ok && this.keyOf(record.value) === key) return record;
    const lost = this.#parts.lost(keyed, record.ok ? `is one of another ${this.#parts.name}` : record.error);
    return lost === undefined ? undefined : err(lost);
  }

  #readContent(content: string): Result<T, string> {
    const { name, shape } = this.#parts;
    const json = parseJson(content);
    if (!isJsonObject(json)) return err(`is no ${name}`);
    const { value, problems } = readShape(shape, json, name);
    if (value !== undefined) return ok(value);
    return err(`is no ${name}: ${problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
  }
}

function contentOf(value: string): Result<string, string> {
  const [, found, checksum, content = ''] = /^(\d+) ([0-9a-f]+) (.*)$/s.exec(value) ?? [];
  if (found === undefined) return err('is damaged');
  if (found !== version) return err(`is of version ${found}, which is not known here`);
  return crc32(content).toString(16) === checksum ? ok(content) : err('is damaged');
}
