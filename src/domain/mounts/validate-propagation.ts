import type { HostMount } from '../model/host-mount.js';
import type { BindMount } from '../model/mount.js';
import { type Problem, problem } from '../shape/problem.js';
import { mendingCommand, mountHolding, propagationWord } from './mount-holding.js';

/** A bind that a task asks for. */
export interface AskedBind {
  readonly bind: BindMount;
  /** Where its propagation is written, below the task. */
  readonly path: string;
  /** Its source with all links followed, as whoever makes the bind sees it. */
  readonly leadsTo: string;
}

/** The mounts that binds are made out of. */
export interface MountScene {
  readonly host: readonly HostMount[];
  /** Whoever makes the binds, when that is an engine. */
  readonly engine:
    | {
        /** The directory of all that is the engine's; undefined: it does not say. */
        readonly root: string | undefined;
        /** Its own mounts; undefined: it has those of the host. */
        readonly mounts: readonly HostMount[] | undefined;
      }
    | undefined;
}

/**
 * Whether what binds ask for can come to be: the kernel would make them all the same, and pass nothing on. Tells what is
 * so now: the host may change before the task starts.
 */
export const validatePropagation = (asked: readonly AskedBind[], scene: MountScene): readonly Problem[] =>
  asked.flatMap((one) =>
    one.bind.propagation === 'private' ? judgePrivate(one, scene) : judgeHolder(one, scene),
  );

/** An engine compares the two as text, and wants to learn of every mount that goes from what is its own. */
function judgePrivate({ bind, path }: AskedBind, { engine }: MountScene): readonly Problem[] {
  const root = engine?.root;
  if (root === undefined || !(bind.source.startsWith(root) || root.startsWith(bind.source))) return [];
  return [
    problem(
      path,
      `is "private", but the engine keeps all that is its own in ${root}, and takes ${bind.source} only as one that receives its mounts`,
      'use "host-to-task" (rslave), or another directory',
    ),
  ];
}

function judgeHolder(asked: AskedBind, scene: MountScene): readonly Problem[] {
  const { bind, path, leadsTo } = asked;
  const { propagation, source } = bind;
  const seen = mountHolding(leadsTo, scene.engine?.mounts ?? scene.host);
  if (seen === undefined)
    return [problem(path, `is "${propagation}", but no mount of the host holds ${source}`)];
  const needed = propagation === 'bidirectional' ? 'a shared mount' : 'a shared or a slave mount';
  if (!passesOn(seen, bind))
    return [
      problem(
        path,
        `is "${propagation}", but ${source} lies on ${seen.mountPoint}, which is ${propagationWord(seen)} and not ${needed}`,
        scene.engine?.mounts === undefined ? mendingCommand(leadsTo, seen) : ownMounts,
      ),
    ];
  return scene.engine?.mounts === undefined ? [] : judgeEngine(asked, seen, scene.host);
}

const passesOn = ({ peerGroup, master }: HostMount, { propagation }: BindMount): boolean =>
  peerGroup !== undefined || (propagation === 'host-to-task' && master !== undefined);

const ownMounts =
  "let the engine see the host's mounts: take MountFlags, PrivateMounts and the like out of its service";

/** What an engine with mounts of its own passes on is worth what it gets, and gives, of the host's. */
function judgeEngine(
  { bind, path, leadsTo }: AskedBind,
  seen: HostMount,
  host: readonly HostMount[],
): readonly Problem[] {
  const holder = mountHolding(leadsTo, host);
  const group = holder?.peerGroup;
  const isPeer = group !== undefined && seen.peerGroup === group;
  const receives = group !== undefined && seen.master === group;
  const isFellow = holder?.master !== undefined && seen.master === holder.master;
  if (isPeer || (bind.propagation === 'host-to-task' && (receives || isFellow))) return [];
  return [
    problem(
      path,
      `is "${bind.propagation}", but the engine has mounts of its own, in which ${seen.mountPoint} is not connected to the host's`,
      ownMounts,
    ),
  ];
}
