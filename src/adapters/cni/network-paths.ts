import { posix } from 'node:path';

import type { AttemptToken, InstanceId } from '../../domain/model/ids.js';

/** Where what is known of networks lies. */
export interface RunPaths {
  /** Holds a directory per network; a mount point while there is any. */
  readonly networks: string;
  /** Networks whose directory is being made or removed: on the same mount, so that one can be renamed. */
  readonly partial: string;
  /** Whoever mounts or unmounts in `networks` holds this file's lock. */
  readonly lock: string;
}

export const runPaths = (runDirectory: string): RunPaths => ({
  networks: posix.join(runDirectory, 'networks'),
  partial: posix.join(runDirectory, 'networks', 'partial'),
  lock: posix.join(runDirectory, 'networks.lock'),
});

/** Where everything of one network lies. */
export interface NetworkPaths {
  readonly directory: string;
  /** What it is; see `NetworkRecord`. */
  readonly record: string;
  /** How far its plugins have come; see `Progress`. */
  readonly progress: string;
  /** The namespace is mounted here. */
  readonly pin: string;
}

export function networkPaths({ networks }: RunPaths, id: InstanceId): NetworkPaths {
  const directory = posix.join(networks, id);
  return {
    directory,
    record: posix.join(directory, 'record.json'),
    progress: posix.join(directory, 'progress.json'),
    pin: posix.join(directory, 'ns'),
  };
}

export const idOf = (attempt: AttemptToken): InstanceId => `wharf-${attempt}` as InstanceId;

/** What CNI takes as the id of a container, and no directory of ours but that of a network has as its name. */
export const isNetworkId = (name: string): boolean => /^wharf-[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}$/.test(name);
