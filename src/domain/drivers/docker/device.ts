import type { Device } from '../../model/mount.js';
import { object, optional, required } from '../../shape/object.js';
import { refine, spelt } from '../../shape/refine.js';
import type { Shape } from '../../shape/shape.js';
import { absolutePath } from '../command.js';

/** Without more words the task has the host's device at the same path, with every right. */
export const device = (): Shape<Device> =>
  refine(
    object({
      host_path: required(absolutePath()),
      container_path: optional(absolutePath()),
      cgroup_permissions: optional(permissions()),
    }),
    ({ host_path, container_path, cgroup_permissions }) => ({
      hostPath: host_path,
      taskPath: container_path ?? host_path,
      permissions: cgroup_permissions ?? 'rwm',
    }),
  );

const permissions = (): Shape<string> =>
  spelt('any of "r", "w" and "m"', (text) => (/^[rwm]+$/.test(text) ? text : undefined));
