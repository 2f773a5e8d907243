import { createHash, randomUUID } from 'node:crypto';

import type { ObjectValue, Value } from '../values/value.js';
import { plain, toText } from '../evaluation/convert.js';
import { parseJsonValue } from '../json-format/parse-json-value.js';
import { HclError } from '../syntax/hcl-error.js';
import { exactly, type FunctionTable, type HclFunction } from './function-table.js';
import { parseCsv } from './csv.js';
import { jsonText } from './json-text.js';
import { yamlOf } from './yaml.js';

const hash = (algorithm: string): HclFunction =>
  exactly(1, (text) => createHash(algorithm).update(plain(text)).digest('hex'));

export const encodingFunctions: FunctionTable = {
  base64encode: exactly(1, (text) => Buffer.from(plain(text)).toString('base64')),
  base64decode: exactly(1, (text) => fromBase64(toText(text))),
  urlencode: exactly(1, (text) => queryEscape(plain(text))),
  jsonencode: exactly(1, jsonOf),
  jsondecode: exactly(1, (text) => fromJson(toText(text))),
  yamlencode: exactly(1, (value) => yamlOf(value)),
  csvdecode: exactly(1, (text) => parseCsv(toText(text))),
  md5: hash('md5'),
  sha1: hash('sha1'),
  sha256: hash('sha256'),
  sha512: hash('sha512'),
  uuidv4: exactly(0, () => randomUUID()),
  uuidv5: exactly(2, (namespace, name) => uuidOf(toText(namespace), plain(name))),
};

function fromBase64(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') === text) return bytes.toString('utf8');
  throw new HclError(`can't read "${text}" as base64`);
}

const queryEscape = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');

/** Keys are in order, and what HTML could take for markup is escaped, as Go does: hashes of it come out the same. */
function jsonOf(value: Value): string {
  return jsonText(value).replace(
    /[<>&\u2028\u2029]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function fromJson(text: string): Value {
  try {
    return parseJsonValue(text);
  } catch (error) {
    if (!(error instanceof HclError)) throw new HclError('has text that is no JSON');
    // Its place is one in the decoded text.
    throw new HclError(error.message, undefined, error.suggestion);
  }
}

const namespaces: Readonly<ObjectValue> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

/** RFC 9562, 5.5. */
function uuidOf(namespace: string, name: string): string {
  const hex = toText(namespaces[namespace] ?? namespace).replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new HclError(`has a namespace "${namespace}", which is no UUID`);
  const digest = createHash('sha1').update(Buffer.from(hex, 'hex')).update(name).digest().subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
