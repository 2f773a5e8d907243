import type { HostVolume } from '../model/driver-policy.js';
import type { TaskGroup, VolumeMount, VolumeRequest } from '../model/job.js';
import type { Mount } from '../model/mount.js';
import { isUnresolved } from '../model/mounting.js';
import { matchesAny } from '../shared/glob.js';
import { isAbsolute, leadsUp, normalise } from '../shared/path.js';
import { lookup } from '../shared/record.js';
import { err, ok, type Result } from '../shared/result.js';
import { type Problem, problem } from '../shape/problem.js';
import { suggest } from '../shape/suggest.js';

type HostVolumes = Readonly<Record<string, HostVolume>>;
type Volumes = TaskGroup['volumes'];

interface Context {
  readonly volumes: Volumes;
  readonly hostVolumes: HostVolumes;
  /** Whether a destination may still hold references, which only the run time can resolve. */
  readonly unresolved: 'accept' | 'refuse';
  /** Globs of the host's volumes that may be mounted bidirectionally; absent: all. */
  readonly bidirectional?: readonly string[];
}

/**
 * The binds of a task's `volume_mount` blocks, one per block and in their order, or everything that is wrong with
 * them. Read-only wins, whoever asks for it: the mount, the group's volume or the host's configuration.
 */
export function volumeMounts(
  mounts: readonly VolumeMount[],
  context: Context,
): Result<readonly Mount[], readonly Problem[]> {
  const results = mounts.map((mount, index) => ofMount(mount, volumeMountPath(index), context));
  const problems = results.flatMap((result) => (result.ok ? [] : result.error));
  return problems.length > 0
    ? err(problems)
    : ok(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

/** Where the n-th block stands, below its task. */
export const volumeMountPath = (index: number): string => `volume_mount[${index.toString()}]`;

function ofMount(mount: VolumeMount, path: string, context: Context): Result<Mount, readonly Problem[]> {
  const { volumes, hostVolumes } = context;
  const volume = lookup(volumes, mount.volume);
  const host = volume === undefined ? undefined : lookup(hostVolumes, volume.source);
  const problems = [
    ...destinationProblems(mount, path, context.unresolved),
    ...sourceProblems(mount, path, context),
    ...bidirectionalProblems(mount, path, volume, host),
    ...policyProblems(mount, path, volume?.source, context.bidirectional),
  ];
  if (problems.length > 0 || volume === undefined || host === undefined) return err(problems);
  return ok({
    kind: 'bind',
    source: host.path,
    target: normalise(mount.destination),
    readOnly: mount.readOnly || volume.readOnly || host.readOnly,
    propagation: mount.propagation,
  });
}

function sourceProblems(
  mount: VolumeMount,
  path: string,
  { volumes, hostVolumes }: Context,
): readonly Problem[] {
  const volume = lookup(volumes, mount.volume);
  if (volume === undefined) return [undefinedVolume(mount, path, volumes)];
  return lookup(hostVolumes, volume.source) === undefined ? [unknownSource(volume, path, hostVolumes)] : [];
}

function destinationProblems(
  { destination }: VolumeMount,
  path: string,
  unresolved: Context['unresolved'],
): readonly Problem[] {
  if (unresolved === 'accept' && isUnresolved(destination)) return [];
  const isPlain = isAbsolute(destination) && !leadsUp(destination) && normalise(destination) !== '/';
  return isPlain
    ? []
    : [
        problem(
          `${path}.destination`,
          `must be an absolute path below /, without "..", not "${destination}"`,
        ),
      ];
}

function undefinedVolume({ volume }: VolumeMount, path: string, volumes: Volumes): Problem {
  const nearest = suggest(volume, Object.keys(volumes));
  return problem(
    `${path}.volume`,
    `names "${volume}", which the group does not define`,
    nearest === undefined
      ? `put volume "${volume}" { type = "host", source = … } into the group`
      : `did you mean "${nearest}"?`,
  );
}

const unknownSource = ({ name, source }: VolumeRequest, path: string, hostVolumes: HostVolumes): Problem =>
  problem(
    `${path}.volume`,
    `names "${name}", whose source "${source}" is no volume of this host`,
    sourceInstead(source, hostVolumes),
  );

/** What to write for a source that the host doesn't have, and where an operator would define it. */
export function sourceInstead(source: string, hostVolumes: HostVolumes): string {
  const nearest = suggest(source, Object.keys(hostVolumes));
  const setting = `set host_volumes.${source}.path in the configuration`;
  return nearest === undefined ? setting : `did you mean source = "${nearest}"? Otherwise ${setting}`;
}

function policyProblems(
  { propagation }: VolumeMount,
  path: string,
  source: string | undefined,
  bidirectional: readonly string[] = ['*'],
): readonly Problem[] {
  if (propagation !== 'bidirectional' || source === undefined) return [];
  return matchesAny(bidirectional, source)
    ? []
    : [
        problem(
          `${path}.propagation_mode`,
          `is "bidirectional", which this host does not allow for its volume "${source}"`,
          'an operator can allow it with volumes.bidirectional',
        ),
      ];
}

/** Mounts that a task makes show on the host; whoever may do that may write there in the first place. */
function bidirectionalProblems(
  mount: VolumeMount,
  path: string,
  volume: VolumeRequest | undefined,
  host: HostVolume | undefined,
): readonly Problem[] {
  if (mount.propagation !== 'bidirectional') return [];
  const readOnly = [
    ...(mount.readOnly ? ['this mount'] : []),
    ...(volume?.readOnly === true ? [`the group's volume "${volume.name}"`] : []),
    ...(volume !== undefined && host?.readOnly === true ? [`the host's volume "${volume.source}"`] : []),
  ];
  return readOnly.map((what) =>
    problem(
      `${path}.propagation_mode`,
      `"bidirectional" needs write access, but ${what} is read-only`,
      'take read_only away there, or use "host-to-task"',
    ),
  );
}
