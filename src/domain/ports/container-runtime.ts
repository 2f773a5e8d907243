import type { ContainerSpec } from '../model/container-spec.js';
import type { PullProgress, RegistryCredentials } from '../model/pull.js';
import type { Answer, Runtime } from './runtime.js';

/** Runs containers, and keeps the images they are made from. */
export interface ContainerRuntime extends Runtime<ContainerSpec> {
  /** Whether the image is here. The reference is as in a job file: `name[:tag][@digest]`. */
  hasImage(image: string, signal: AbortSignal): Answer<boolean>;

  /**
   * Fetches the image and reports what has come. `not-found` when its registry has no such image, `permission-denied`
   * when it wants other credentials, `internal` when the engine can't tell what is wrong (a registry that is not
   * reached, say), `outcome-unknown` when the transfer broke off or made no progress for `stallMs`.
   */
  pullImage(request: PullRequest, signal: AbortSignal): Answer<undefined>;

  /** Loads images from an archive on the host, such as `docker save` writes. */
  loadImage(archive: string, signal: AbortSignal): Answer<undefined>;
}

export interface PullRequest {
  readonly image: string;
  readonly credentials: RegistryCredentials | undefined;
  /** Milliseconds without progress after which the pull is given up. */
  readonly stallMs: number;
  readonly onProgress: (progress: PullProgress) => void;
}
