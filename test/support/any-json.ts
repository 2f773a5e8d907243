import fc from 'fast-check';

import type { Json, JsonObject } from '../../src/domain/shared/json.js';

/** Text that rules trip over: references, separators, paths, names that every object has. */
const nasty = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  'true',
  '30s',
  'all',
  'host',
  'bind',
  'tmpfs',
  'a:b',
  '/a:/b:ro',
  '../x',
  '/etc',
  'local/x',
  'constructor',
  '__proto__',
  '${NOMAD_IP_http}',
  '$${x}',
  '${',
  'no-new-privileges',
  'NET_RAW',
  '::',
);

export const anyText = fc.oneof(nasty, fc.string());

export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    anyText,
    fc.integer(),
    // A text of JSON has no -0.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(anyText, tie('json'), { maxKeys: 4 }),
  ),
})).json;

/** A block that has some of these keys, with anything in them, and now and then a key of its own. */
export const anyBlock = (keys: readonly string[]): fc.Arbitrary<JsonObject> =>
  fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys) }, anyText), anyJson, {
    maxKeys: 8,
  });
