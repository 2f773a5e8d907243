import { dockerTranslation } from '../../src/domain/drivers/docker/translation.js';
import type { ContainerSpec } from '../../src/domain/model/container-spec.js';
import type { DockerPolicy } from '../../src/domain/model/driver-policy.js';
import type { ImageRequest } from '../../src/domain/model/image-request.js';
import type { TaskRequest } from '../../src/domain/model/task-request.js';
import type { JsonObject } from '../../src/domain/shared/json.js';
import { aTaskRequest, hashed } from '../../src/testing/builders/a-task-request.js';
import { aDockerPolicy } from './builders/some-policies.js';
import { valueOf } from '../../src/testing/expect-result.js';
import { problemsOf } from './problems.js';
import { inOneLine } from './reading.js';

type Policy = Partial<DockerPolicy>;

const image = { image: 'busybox:1' };

/** The spec of a request that has to be all right. */
export const specFor = (request: TaskRequest, policy: Policy = {}): ContainerSpec =>
  valueOf(dockerTranslation(aDockerPolicy(policy)).translate(request, hashed)).spec;

/** The same for a plain request with this config, and an image if there is none in it. */
export const specWith = (config: JsonObject, policy: Policy = {}): ContainerSpec =>
  specFor(aTaskRequest({ ...image, ...config }), policy);

export const imageWith = (config: JsonObject, policy: Policy = {}): ImageRequest | undefined =>
  valueOf(dockerTranslation(aDockerPolicy(policy)).translate(aTaskRequest({ ...image, ...config }), hashed))
    .image;

/** What is wrong with a config that has an image at least, one line each. */
export const wrongWith = (
  config: JsonObject,
  policy: Policy = {},
  over: Partial<TaskRequest> = {},
): readonly string[] =>
  problemsOf(
    dockerTranslation(aDockerPolicy(policy)).translate(aTaskRequest({ ...image, ...config }, over), hashed),
  ).map(inOneLine);

/** What can be told to be wrong without a host. */
export const invalidWith = (config: JsonObject, policy: Policy = {}): readonly string[] =>
  dockerTranslation(aDockerPolicy(policy))
    .validate({ ...image, ...config }, ['http'])
    .map(inOneLine);
