import { stat } from 'node:fs/promises';

import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { Device } from '../../domain/model/mount.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import { errnoFault } from './read-fault.js';

/** A device node of the host, and where and how a task may use it. */
export interface TaskDevice {
  readonly taskPath: string;
  readonly type: 'c' | 'b';
  readonly major: number;
  readonly minor: number;
  /** Permission bits, as on the host. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly permissions: string;
}

/** The nodes of the host that a spec names. `not-found` when one isn't there, `invalid-spec` when it is no device. */
export async function readDevices(
  devices: readonly Device[],
): Promise<Result<readonly TaskDevice[], RuntimeFault>> {
  const read: TaskDevice[] = [];
  for (const device of devices) {
    const found = await readDevice(device);
    if (!found.ok) return found;
    read.push(found.value);
  }
  return ok(read);
}

async function readDevice(device: Device): Promise<Result<TaskDevice, RuntimeFault>> {
  const { hostPath, taskPath, permissions } = device;
  try {
    const node = await stat(hostPath);
    if (!node.isCharacterDevice() && !node.isBlockDevice())
      return err(fault('invalid-spec', `device ${hostPath} is no device`));
    return ok({
      taskPath,
      permissions,
      type: node.isBlockDevice() ? 'b' : 'c',
      ...numbersOf(node.rdev),
      mode: node.mode & 0o777,
      uid: node.uid,
      gid: node.gid,
    });
  } catch (cause) {
    return err(errnoFault(`use device ${hostPath}`, cause));
  }
}

/** As the C library packs them: the low 8 and the next 12 bits, each with its upper part above; see makedev(3). */
function numbersOf(rdev: number): { readonly major: number; readonly minor: number } {
  const number = BigInt(rdev);
  const major = ((number >> 8n) & 0xfffn) | ((number >> 32n) & ~0xfffn);
  const minor = (number & 0xffn) | ((number >> 12n) & ~0xffn & 0xffffffffn);
  return { major: Number(major), minor: Number(minor) };
}
