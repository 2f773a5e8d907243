import type { ContainerSpec } from '../../model/container-spec.js';
import type { DockerPolicy } from '../../model/driver-policy.js';
import type { Mount } from '../../model/mount.js';
import type { TaskRequest } from '../../model/task-request.js';
import type { Problem } from '../../shape/problem.js';
import { readShape } from '../../shape/shape.js';
import type { JsonObject } from '../../shared/json.js';
import { err, ok, type Result } from '../../shared/result.js';
import { disabledProblems } from '../disabled.js';
import { directoryMounts, nameFileMounts, targetProblems } from '../task-mounts.js';
import { identified, type Translation } from '../translation.js';
import { type DockerConfig, dockerConfig, ignoredOptions } from './config.js';
import type { DockerContext } from './context.js';
import { dockerMounting } from './mounting.js';
import { imageRequestOf } from './image-request.js';
import { contentOf } from './container.js';
import { holderProblems } from './network.js';

/** Containers of a Docker Engine. */
export const dockerTranslation = (policy: DockerPolicy): Translation<ContainerSpec> => ({
  driver: 'docker',
  capabilities: { directories: 'in-task', hostEnvironment: false, mounts: true, network: 'by-holder' },
  ignores: ignoredOptions,
  validate: (config, portLabels) => [
    ...disabledProblems('docker', policy.enabled),
    ...readShape(dockerConfig({ ...contextOf(policy, config), portLabels }), config, 'config', 'accept')
      .problems,
  ],
  mounting: (config, request) => dockerMounting(config, contextOf(policy, config, request)),
  translate: (request, hash) => {
    const read = readRequest(request, policy);
    if (!read.ok) return read;
    const content = { ...contentOf(read.value, request, policy), mounts: mountsOf(read.value, request) };
    const spec = identified<ContainerSpec>(content, request.identity, hash);
    return ok({ spec, image: imageRequestOf(read.value, policy) });
  },
});

function readRequest(request: TaskRequest, policy: DockerPolicy): Result<DockerConfig, readonly Problem[]> {
  const shape = dockerConfig(contextOf(policy, request.config, request));
  const { value, problems } = readShape(shape, request.config, 'config');
  const all = [
    ...disabledProblems('docker', policy.enabled),
    ...problems,
    ...holderProblems(request),
    ...(value === undefined ? [] : targetProblems(mountsOf(value, request))),
  ];
  return value === undefined || all.length > 0 ? err(all) : ok(value);
}

function contextOf(policy: DockerPolicy, config: JsonObject, request?: TaskRequest): DockerContext {
  const driver = config['volume_driver'];
  return {
    policy,
    request,
    portLabels: Object.keys(request?.ports ?? {}),
    volumeDriver: typeof driver === 'string' && driver !== '' ? driver : undefined,
  };
}

function mountsOf(
  config: DockerConfig,
  { directories, volumeMounts, nameFiles }: TaskRequest,
): readonly Mount[] {
  const asked = [...volumeMounts, ...config.volumes, ...config.mounts, ...config.mount];
  return [...directoryMounts(directories), ...nameFileMounts(nameFiles, asked), ...asked];
}
