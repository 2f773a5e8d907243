import type { BindMount, Mount, Propagation } from '../../../domain/model/mount.js';
import type { JsonObject } from '../../../domain/shared/json.js';

const propagations: Readonly<Record<Propagation, string>> = {
  private: 'rprivate',
  'host-to-task': 'rslave',
  bidirectional: 'rshared',
};

/**
 * Mounts as the engine takes them. Only its older notation (`Binds`) can relabel for SELinux, so those mounts go there;
 * all others are objects, which unlike `Binds` never make a missing source.
 */
export const mountRequest = (
  mounts: readonly Mount[],
): { readonly Mounts: readonly JsonObject[]; readonly Binds: readonly string[] } => ({
  Mounts: mounts.filter((mount) => !isRelabelled(mount)).map(asObject),
  Binds: mounts.filter(isRelabelled).map(asBind),
});

const isRelabelled = (mount: Mount): mount is BindMount =>
  mount.kind === 'bind' && mount.relabel !== undefined;

function asBind({ source, target, readOnly, propagation, relabel }: BindMount): string {
  return `${source}:${target}:${[readOnly ? 'ro' : 'rw', relabel, propagations[propagation]].join(',')}`;
}

function asObject(mount: Mount): JsonObject {
  switch (mount.kind) {
    case 'bind':
      return {
        Type: 'bind',
        Source: mount.source,
        Target: mount.target,
        ReadOnly: mount.readOnly,
        BindOptions: { Propagation: propagations[mount.propagation] },
      };
    case 'tmpfs':
      return {
        Type: 'tmpfs',
        Target: mount.target,
        TmpfsOptions: { SizeBytes: mount.sizeBytes, Mode: mount.mode },
      };
    case 'volume':
      return {
        Type: 'volume',
        Source: mount.source,
        Target: mount.target,
        ReadOnly: mount.readOnly,
        ...(mount.making === undefined ? {} : { VolumeOptions: volumeOptions(mount.making) }),
      };
  }
}

type Making = NonNullable<Extract<Mount, { kind: 'volume' }>['making']>;

const volumeOptions = ({ noCopy, labels, driver, driverOptions }: Making): JsonObject => ({
  NoCopy: noCopy,
  Labels: labels,
  ...(driver === undefined ? {} : { DriverConfig: { Name: driver, Options: driverOptions } }),
});
