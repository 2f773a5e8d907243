import type { DockerPolicy } from '../../model/driver-policy.js';
import { spelt, unless } from '../../shape/refine.js';
import { boolean, string } from '../../shape/scalars.js';
import type { Shape } from '../../shape/shape.js';
import { matchesAny } from '../../shared/glob.js';
import { isAbsolute } from '../../shared/path.js';

export const privileged = ({ allowPrivileged }: DockerPolicy): Shape<boolean> =>
  unless(boolean(), (wanted) =>
    wanted && !allowPrivileged
      ? {
          message: 'is true, which this host does not allow',
          suggestion: 'an operator can allow it with docker.allow_privileged',
        }
      : undefined,
  );

/** Namespaces of the host, or of other containers, are for those whom the operator lets have them. */
export const allowedMode = (
  kind: keyof DockerPolicy['allowedModes'],
  { allowPrivileged, allowedModes }: DockerPolicy,
): Shape<string> =>
  unless(string(), (mode) =>
    allowPrivileged || matchesAny(allowedModes[kind], mode)
      ? undefined
      : {
          message: `is "${mode}", which this host does not allow`,
          suggestion: `an operator can allow it with docker.allowed_modes.${kind}`,
        },
  );

export const allowedRuntime = ({ allowRuntimes }: DockerPolicy): Shape<string> =>
  unless(string(), (runtime) =>
    allowRuntimes.includes(runtime)
      ? undefined
      : {
          message: `is "${runtime}", which this host does not allow`,
          suggestion: `an operator can allow it with docker.allow_runtimes`,
        },
  );

/** As engines spell them, `seccomp` without its old colon; a profile is looked up on this host, so its path must not depend on a directory. */
export const securityOption = (): Shape<string> =>
  spelt('an option such as "no-new-privileges" or "seccomp=unconfined"', (text) => {
    if (text === 'no-new-privileges') return text;
    const [, name, value = ''] = /^([^=:]+)[=:](.+)/s.exec(text) ?? [];
    if (name === undefined) return undefined;
    if (name !== 'seccomp') return text;
    return value === 'unconfined' || isAbsolute(value) ? `seccomp=${value}` : undefined;
  });
