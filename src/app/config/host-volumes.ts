import { isAbsolute } from '../../domain/shared/path.js';
import type { HostVolume } from '../../domain/model/driver-policy.js';
import type { JsonObject } from '../../domain/shared/json.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { map } from '../../domain/shape/collections.js';
import { object, required, withDefault } from '../../domain/shape/object.js';
import { type Problem, problem } from '../../domain/shape/problem.js';
import { boolean } from '../../domain/shape/scalars.js';
import { mistyped, readShape, type Shape } from '../../domain/shape/shape.js';

type HostVolumes = Readonly<Record<string, HostVolume>>;

const absolutePath: Shape<string> = {
  expects: 'an absolute path',
  read: (value, at) =>
    typeof value === 'string' && isAbsolute(value) ? value : mistyped(at, 'an absolute path', value),
};

const volume = object({ path: required(absolutePath), read_only: withDefault(boolean(), false) });

/** The volumes of a file. Their names are free, dots included: no place for a tree of settings. */
export function readHostVolumes(path: string, content: JsonObject): Result<HostVolumes, readonly Problem[]> {
  const written = content['host_volumes'];
  if (written === undefined) return ok({});
  const { value, problems } = readShape(
    object({ host_volumes: required(map(volume)) }),
    { host_volumes: written },
    '',
  );
  if (value === undefined)
    return err(problems.map((found) => ({ ...found, path: `${path}: ${found.path}` })));
  return ok(
    mapValues(value.host_volumes, ({ path: source, read_only: readOnly }) => ({ path: source, readOnly })),
  );
}

const mapValues = <A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A) => B,
): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** The volumes of `--host-volume NAME=PATH` and `NAME=PATH:ro`. */
export function hostVolumesOf(flags: readonly string[]): Result<HostVolumes, readonly Problem[]> {
  const read = flags.map((text) => ({ text, match: /^([^=]+)=(\/.*?)(:ro|:rw)?$/.exec(text) }));
  const wrong = read.filter(({ match }) => match === null);
  if (wrong.length > 0)
    return err(
      wrong.map(({ text }) =>
        problem('--host-volume', `must be NAME=PATH or NAME=PATH:ro, not ${JSON.stringify(text)}`),
      ),
    );
  const volumes = read.map(({ match }) => [
    match?.[1] ?? '',
    { path: match?.[2] ?? '', readOnly: match?.[3] === ':ro' },
  ]);
  return ok(Object.fromEntries(volumes) as HostVolumes);
}
