import type { HostMount } from '../../../src/domain/model/host-mount.js';

/** A private mount of a disk, to write to. */
export const aHostMount = (mountPoint: string, over: Partial<HostMount> = {}): HostMount => ({
  mountPoint,
  fileSystem: 'ext4',
  device: '8:1',
  root: '/',
  peerGroup: undefined,
  master: undefined,
  readOnly: false,
  ...over,
});
