import { type OciRuntimeName, ociRuntimeNames } from '../../support/oci/an-executor.js';
import { engineKinds, type FaultKind, type PlannedFault, toolKinds, toolKindsOf } from './fault-kinds.js';
import { Seeded } from './seeded.js';

/**
 * How a task behaves: ends by itself at once or after a moment, lasts until it is told to end, does not listen to that.
 */
export type Deed = 'ends' | 'ends-soon' | 'lasts' | 'deaf';

/** What is done with a running task; the last four behind the back of its driver. */
export type Doing =
  'inspect' | 'stats' | 'output' | 'fingerprint' | 'pause' | 'kill' | 'take-away' | 'kill-monitor';

/** One attempt of a task, from its start until it is destroyed. */
export interface Life {
  readonly deed: Deed;
  /** With which it ends, where it ends by itself or listens. */
  readonly code: number;
  readonly doings: readonly Doing[];
  /** Whether its end is waited for, where it has one. It is stopped otherwise. */
  readonly waits: boolean;
}

/** One task, life after life. */
export interface Lane {
  readonly driver: 'docker' | 'exec';
  readonly lives: readonly Life[];
}

/** All that happens in a round: lanes and passes go on at the same time. */
export interface Script {
  /** On which processes run. */
  readonly runtime: OciRuntimeName;
  readonly lanes: readonly Lane[];
  /** Of the reconciler, one after the other. */
  readonly passes: number;
  readonly faults: readonly PlannedFault[];
}

export interface Size {
  readonly lanes: number;
  readonly lives: number;
  readonly faults: number;
}

/**
 * A script that comes from its seed alone; the OCI runtimes take turns. `wanted`: kinds of faults that come first, each at
 * the very next of its calls, as far as this script has such calls.
 */
export function scriptFrom(seed: number, size: Size, wanted: readonly FaultKind[] = []): Script {
  const seeded = new Seeded(seed);
  const lanes = Array.from({ length: size.lanes }, (_, index): Lane => {
    const driver = index % 2 === 0 ? 'docker' : 'exec';
    // A process is made in a fraction of the time that a container takes.
    const lives = driver === 'exec' ? size.lives * 3 : size.lives;
    return { driver, lives: Array.from({ length: lives }, () => lifeFrom(seeded, driver)) };
  });
  const runtime = ociRuntimeNames[seed % 2 === 0 ? 0 : 1];
  const ofTools = toolKindsOf[runtime];
  const possible = wanted.filter((kind) => ofTools.includes(kind) || !toolKinds.includes(kind));
  const first = seeded.shuffled(possible.flatMap(withCause)).map((kind) => planned(seeded, kind));
  const random = Array.from({ length: size.faults }, () => planned(seeded, pickKind(seeded, ofTools)));
  return {
    ...{ runtime, lanes },
    passes: seeded.between(2, 6),
    faults: [...first.map((fault) => ({ ...fault, skip: 0 })), ...random],
  };
}

/** An image is looked for only when it was denied. */
const withCause = (kind: FaultKind): readonly FaultKind[] =>
  kind.call === 'image' ? [{ call: 'create', fault: 'deny' }, kind] : [kind];

const common: readonly [Doing, ...Doing[]] = [
  'inspect',
  'inspect',
  'stats',
  'stats',
  'output',
  'fingerprint',
];
const behind = {
  docker: ['pause', 'kill', 'take-away'],
  exec: ['kill', 'kill-monitor'],
} as const;
/** Each question to an engine is a call that can fail; a process is looked at without one. */
const questions = { docker: [6, 14], exec: [0, 3] } as const;

function lifeFrom(seeded: Seeded, driver: Lane['driver']): Life {
  const deed = seeded.pick(['ends', 'ends', 'ends-soon', 'lasts', 'lasts', 'lasts', 'deaf'] as const);
  const [fewest, most] = questions[driver];
  const asked = Array.from({ length: seeded.between(fewest, most) }, () => seeded.pick(common));
  const disturbed: readonly Doing[] = seeded.chance(0.25) ? [seeded.pick(behind[driver])] : [];
  return {
    deed,
    code: seeded.below(120),
    doings: [...asked, ...disturbed],
    waits: seeded.chance(0.8),
  };
}

/** Some rather than others: what costs seconds each time, and what makes most starts fail when there is more of it. */
function pickKind(seeded: Seeded, ofTools: readonly FaultKind[]): FaultKind {
  const isTool = seeded.chance(0.35);
  const isCommand = seeded.chance(0.25);
  const isSlow = seeded.chance(0.12);
  const [first, ...others] = (isTool ? ofTools : engineKinds).filter(
    ({ call, fault }) => (isTool || commands.includes(call) === isCommand) && (isSlow || !slow.test(fault)),
  );
  return first === undefined ? pickKind(seeded, ofTools) : seeded.pick([first, ...others]);
}

const commands: readonly string[] = ['create', 'start', 'kill', 'remove'];
const slow = /silence|mute/;

function planned(seeded: Seeded, kind: FaultKind): PlannedFault {
  return { ...kind, skip: seeded.below(2), afterMs: seeded.between(0, 120) };
}
