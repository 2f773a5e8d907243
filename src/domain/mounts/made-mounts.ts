import type { HostMount } from '../model/host-mount.js';
import type { BindMount } from '../model/mount.js';
import { isWithin } from '../shared/path.js';
import { filePlace, mendingCommand, mountHolding, mountsBelow, propagationWord } from './mount-holding.js';

/** A bind that was made; no link is left in its source and its target. */
export type MadeBind = Pick<BindMount, 'source' | 'target' | 'readOnly' | 'propagation'>;

export interface MadeScene {
  /** As the task sees them. */
  readonly task: readonly HostMount[];
  readonly host: readonly HostMount[];
  /** Where the task has other mounts of its own, which may lie in a bind. */
  readonly targets: readonly string[];
  /** Whether the mounts below a read-only bind were to be read-only as well. */
  readonly recursive: boolean;
  /** Whether the task has begun: it may have mounted over a bind since, which was made all the same. */
  readonly hasBegun: boolean;
}

export interface Shortcoming {
  /** What was asked for, and what is there. */
  readonly message: string;
  readonly remedy: string | undefined;
}

/** The first bind that is not what was asked for. Neither the kernel nor a runtime says a word when it is less. */
export function shortcomingOf(binds: readonly MadeBind[], scene: MadeScene): Shortcoming | undefined {
  for (const bind of binds) {
    const found = judge(bind, scene);
    if (found !== undefined) return found;
  }
  return undefined;
}

function judge(bind: MadeBind, scene: MadeScene): Shortcoming | undefined {
  const there = scene.task.filter(({ mountPoint }) => mountPoint === bind.target).toReversed();
  const found = (scene.hasBegun ? there : there.slice(0, 1)).map((got) => compare(bind, got, scene));
  if (found.length === 0)
    return plain(`${bind.target} was to be ${bind.source}, but nothing is mounted there`);
  return found.includes(undefined) ? undefined : found.at(-1);
}

const compare = (bind: MadeBind, got: HostMount, scene: MadeScene): Shortcoming | undefined =>
  otherSource(bind, got, scene) ?? otherAccess(bind, got, scene) ?? otherPropagation(bind, got, scene);

const plain = (message: string): Shortcoming => ({ message, remedy: undefined });

function otherSource(
  { source, target }: MadeBind,
  got: HostMount,
  { host }: MadeScene,
): Shortcoming | undefined {
  const asked = filePlace(source, host);
  // What was replaced on the host since it was mounted is still what was asked for.
  const roots = [asked?.root, `${asked?.root ?? ''}//deleted`];
  if (asked?.device === got.device && roots.includes(got.root)) return undefined;
  const words = asked === undefined ? 'on no mount' : `${asked.root} of device ${asked.device}`;
  return plain(
    `${target} was to be ${source} (${words}), but it is ${got.root} of device ${got.device}, a ${got.fileSystem}`,
  );
}

function otherAccess(
  { source, target, readOnly }: MadeBind,
  got: HostMount,
  { host, task, targets, recursive }: MadeScene,
): Shortcoming | undefined {
  if (!readOnly)
    return got.readOnly && mountHolding(source, host)?.readOnly === false
      ? plain(`${target} was to be read-write, but it is read-only`)
      : undefined;
  if (!got.readOnly) return plain(`${target} was to be read-only, but it is read-write`);
  const others = targets.filter((other) => other !== target && isWithin(other, target));
  const writable = mountsBelow(target, task).find(
    (mount) => !mount.readOnly && !others.some((other) => isWithin(mount.mountPoint, other)),
  );
  if (!recursive || writable === undefined) return undefined;
  return plain(
    `${target} was to be read-only with all that is mounted in it, but ${writable.mountPoint} is read-write`,
  );
}

function otherPropagation(bind: MadeBind, got: HostMount, { host }: MadeScene): Shortcoming | undefined {
  const { source, target, propagation } = bind;
  const holder = mountHolding(source, host);
  if (holder === undefined || isAsAsked(propagation, got, { holder, host })) return undefined;
  const message = `${target} was to be ${propagation}, but it is ${propagationWord(got)}, over one that is ${propagationWord(holder)}`;
  return { message, remedy: propagation === 'private' ? undefined : mendingCommand(source, holder) };
}

/**
 * Mounts go both ways within one peer group, and one way from a master. A mount that is shared and of another group than
 * the host's is shared with nobody there.
 */
function isAsAsked(
  propagation: BindMount['propagation'],
  got: HostMount,
  { holder, host }: { readonly holder: HostMount; readonly host: readonly HostMount[] },
): boolean {
  switch (propagation) {
    case 'private':
      // What begins in a container may have shared all of its mounts by now: nothing of that reaches the host.
      return got.master === undefined && !isShared(got, host);
    case 'host-to-task':
      return got.master !== undefined && got.master === (holder.peerGroup ?? holder.master);
    case 'bidirectional':
      return got.peerGroup !== undefined && got.peerGroup === holder.peerGroup;
  }
}

const isShared = ({ peerGroup }: HostMount, host: readonly HostMount[]): boolean =>
  peerGroup !== undefined && host.some((mount) => mount.peerGroup === peerGroup);
