import type { ContainerModule } from 'inversify';

import type {
  DockerPolicy,
  ExecPolicy,
  JavaPolicy,
  RawExecPolicy,
} from '../../../domain/model/driver-policy.js';
import { dockerDriverModule, executorDriversModule, javaDriverModule } from '../drivers-module.js';
import { defaultSettings } from './default-settings.js';
import { withDefaults } from './with-defaults.js';

/**
 * The `docker` driver over whatever `ContainerRuntime` is bound. What the policy does not say is as strict as in Nomad:
 * no privileged tasks, no mounts from outside of the task's directories, few capabilities.
 */
export const dockerDriver = (policy: Partial<DockerPolicy> = {}): ContainerModule =>
  dockerDriverModule(withDefaults(defaultSettings().docker, policy));

export interface ExecutorPolicies {
  readonly exec?: Partial<ExecPolicy>;
  readonly rawExec?: Partial<RawExecPolicy>;
}

/**
 * The `exec` and `raw_exec` drivers over whatever `Executor` is bound. What the policies do not say is as in Nomad:
 * tasks of `exec` run as nobody, none as root; `raw_exec`, which isolates nothing, takes tasks only once its policy has
 * `enabled: true`.
 */
export const executorDrivers = ({ exec = {}, rawExec = {} }: ExecutorPolicies = {}): ContainerModule => {
  const defaults = defaultSettings();
  return executorDriversModule(withDefaults(defaults.exec, exec), withDefaults(defaults.rawExec, rawExec));
};

/**
 * The `java` driver over whatever `Executor` and `JavaRuntime` are bound; `executorDrivers` has to be there as well. What
 * the policy does not say is as for `exec`.
 */
export const javaDriver = (policy: Partial<JavaPolicy> = {}): ContainerModule =>
  javaDriverModule(withDefaults(defaultSettings().java, policy));
