import type { HostVolume } from '../../domain/model/driver-policy.js';
import type { BindMount, Propagation } from '../../domain/model/mount.js';
import { matchesAny } from '../../domain/shared/glob.js';
import type { Problem } from '../../domain/shape/problem.js';
import type { VolumeExamination } from '../app.js';
import type { JudgeMounts } from './judge-mounts.js';

export interface ExamineVolumesParts {
  readonly judge: Pick<JudgeMounts, 'judge'>;
  /** Of tasks that can mount volumes; one whose runtime can't be asked just now is left out. */
  readonly drivers: readonly string[];
  readonly hostVolumes: Readonly<Record<string, HostVolume>>;
  /** Globs of those that may be mounted bidirectionally. */
  readonly bidirectional: readonly string[];
}

const modes: readonly Propagation[] = ['private', 'host-to-task', 'bidirectional'];

interface Finding {
  readonly mode: Propagation;
  readonly problem: Problem | undefined;
}

/** In which ways tasks can mount the volumes of this host, whatever their driver. */
export async function examineVolumes(
  parts: ExamineVolumesParts,
  signal: AbortSignal,
): Promise<readonly VolumeExamination[]> {
  return Promise.all(
    Object.entries(parts.hostVolumes).map(async ([volume, host]) => {
      const findings = await Promise.all(modes.map((mode) => find(mode, volume, parts, signal)));
      const able = findings.filter(({ problem }) => problem === undefined).map(({ mode }) => mode);
      const problem = findings.find((finding) => finding.problem !== undefined)?.problem;
      const words = able.length === 0 ? 'in no way' : able.join(', ');
      const why = problem === undefined ? '' : `; ${problem.message}`;
      return {
        volume,
        path: host.path,
        modes: able,
        summary: `${host.path}: ${words}${why}`,
        remedy: problem?.suggestion,
      };
    }),
  );
}

async function find(
  mode: Propagation,
  volume: string,
  { judge, drivers, hostVolumes, bidirectional }: ExamineVolumesParts,
  signal: AbortSignal,
): Promise<Finding> {
  const host = hostVolumes[volume];
  if (host === undefined) return { mode, problem: undefined };
  if (mode === 'bidirectional' && (host.readOnly || !matchesAny(bidirectional, volume)))
    return { mode, problem: { path: volume, message: 'the configuration allows no other' } };
  const bind: BindMount = {
    kind: 'bind',
    source: host.path,
    target: '/volume',
    readOnly: host.readOnly,
    propagation: mode,
  };
  for (const driver of drivers) {
    const judged = await judge.judge(driver, [{ bind, path: volume }], signal);
    const [problem] = judged.ok ? judged.value : [];
    if (problem !== undefined) return { mode, problem };
  }
  return { mode, problem: undefined };
}
