import { crc32 } from 'node:zlib';

import type { Unreadable } from '../../../domain/model/kept.js';
import { readShape, type Shape } from '../../../domain/shape/shape.js';
import { isJsonObject } from '../../../domain/shared/json.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import { keyOf, type KeyRange, keysBelow, ownerIn, type RecordOwner } from './keys.js';
import { parseJson } from './parse-json.js';

const version = '1';

/** One sort of record, as it is kept: `version checksum content`. */
export class RecordSort<T> {
  readonly #name: string;
  readonly #fields: readonly string[];
  readonly #shape: Shape<T>;
  readonly #ownerOf: (record: T) => RecordOwner;

  constructor(name: string, fields: readonly string[], shape: Shape<T>, ownerOf: (record: T) => RecordOwner) {
    this.#name = name;
    this.#fields = fields;
    this.#shape = shape;
    this.#ownerOf = ownerOf;
  }

  get keys(): KeyRange {
    return keysBelow(this.#name);
  }

  keysOf(alloc: string, task: string): KeyRange {
    return keysBelow(this.#name, alloc, task);
  }

  keyOf(record: T): string {
    return keyOf(this.#name, this.#ownerOf(record));
  }

  write(record: T): string {
    const content = JSON.stringify(record, [...this.#fields]);
    return `${version} ${crc32(content).toString(16)} ${content}`;
  }

  /** Undefined when the key is none, so that nobody can tell whose the record is. */
  read(key: string, value: string): Result<T, Unreadable> | undefined {
    const owner = ownerIn(key);
    if (owner === undefined) return undefined;
    const content = contentOf(value);
    const record = content.ok ? this.#readContent(content.value) : content;
    if (!record.ok) return err({ ...owner, why: record.error });
    return this.keyOf(record.value) === key ? record : err({ ...owner, why: 'is one of another attempt' });
  }

  #readContent(content: string): Result<T, string> {
    const json = parseJson(content);
    if (!isJsonObject(json)) return err(`is no ${this.#name}`);
    const { value, problems } = readShape(this.#shape, json, this.#name);
    if (value !== undefined) return ok(value);
    return err(
      `is no ${this.#name}: ${problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`,
    );
  }
}

function contentOf(value: string): Result<string, string> {
  const [, found, checksum, content = ''] = /^(\d+) ([0-9a-f]+) (.*)$/s.exec(value) ?? [];
  if (found === undefined) return err('is damaged');
  if (found !== version) return err(`is of version ${found}, which is not known here`);
  return crc32(content).toString(16) === checksum ? ok(content) : err('is damaged');
}
