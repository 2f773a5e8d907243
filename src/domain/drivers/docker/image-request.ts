import type { DockerPolicy } from '../../model/driver-policy.js';
import type { ImageRequest } from '../../model/image-request.js';
import { given } from '../command.js';
import type { DockerConfig } from './config.js';
import { isLatest } from './image-reference.js';

export function imageRequestOf(config: DockerConfig, { pullStallMs }: DockerPolicy): ImageRequest {
  const { image, auth, load, force_pull, image_pull_timeout } = config;
  return {
    image,
    fetch: force_pull || isLatest(image) ? 'always' : 'if-missing',
    archive: given(load),
    credentials:
      auth === undefined || auth.username === ''
        ? undefined
        : { username: auth.username, password: auth.password, server: given(auth.server_address) },
    stallMs: pullStallMs,
    timeoutMs: image_pull_timeout,
  };
}
